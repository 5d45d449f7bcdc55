using System.Text;
using Microsoft.AspNetCore.Http;

namespace Ringpost.CallTracking.Reports;

/// <summary>A small table as Ringba writes files: UTF-8 with BOM, every field in quotes. Texts that a spreadsheet would run are neutralised.</summary>
public sealed class QuotedCsv(string fileName, IReadOnlyList<IReadOnlyList<string>> lines) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        await httpContext.Response.WriteAsync(ToString(), new UTF8Encoding(false), httpContext.RequestAborted);
    }

    /// <summary>The file's text, BOM included.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var line in lines)
            text.AppendJoin(',', line.Select(Quote)).Append("\r\n");
        return text.ToString();
    }

    private static string Quote(string field) =>
        $"\"{(RunsAsFormula(field) ? "'" : "")}{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A telephone number and a negative amount begin like formulas but are none; "-no value-" is Ringba's word.
    private static bool RunsAsFormula(string field) =>
        field.Length > 0
        && "=+-@\t\r".Contains(field[0], StringComparison.Ordinal)
        && field != ReportGroups.NoValue
        && !field.AsSpan(1).Trim("0123456789.%").IsEmpty;
}
