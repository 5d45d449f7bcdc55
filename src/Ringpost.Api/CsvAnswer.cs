using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>
/// A list as a file: RFC 4180, UTF-8 with BOM, fields that a spreadsheet would run as a formula are neutralised (cake.md 9.4). Pages are
/// fetched one by one, so that no read lives long. Where the first is refused, the answer is the refusal.
/// </summary>
public sealed class CsvAnswer<T>(string fileName, IReadOnlyList<CsvColumn<T>> columns, Func<string?, Task<Result<Page<T>>>> fetch) : IResult
{
    /// <summary>What makes a formula of a text; signs are looked at below.</summary>
    private static readonly char[] Formula = ['=', '@', '\t', '\r'];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var first = await fetch(null);
        if (!first.IsOk)
        {
            await first.Refusal.ToProblem().ExecuteAsync(httpContext);
            return;
        }

        var page = first.Value;
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        await using var text = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(true), 16 * 1024, leaveOpen: true);
        await using var csv = new CsvWriter(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                InjectionOptions = InjectionOptions.Escape,
                InjectionCharacters = Formula,
                NewLine = "\r\n",
            }
        );
        foreach (var column in columns)
            csv.WriteField(column.Title);
        await csv.NextRecordAsync();
        while (true)
        {
            foreach (var row in page.Items)
            {
                foreach (var column in columns)
                    csv.WriteField(Sign(column.Value(row)));
                await csv.NextRecordAsync();
            }

            if (page.Next is null)
                break;
            await csv.FlushAsync();
            page = (await fetch(page.Next)).Value;
        }
    }

    /// <summary>A number with a sign is a number and stays one; any other text behind a sign would be run.</summary>
    internal static string? Sign(string? text) =>
        text is ['+' or '-', ..]
        && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + text
            : text;
}

/// <summary>A column of a file: its title and its text for a row.</summary>
public sealed record CsvColumn<T>(string Title, Func<T, string?> Value);
