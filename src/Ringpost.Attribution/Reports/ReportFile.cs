using System.Globalization;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>A report's columns in a file: the groupings, the currency, each number, and each number of the period before.</summary>
internal static class ReportFile
{
    public static IReadOnlyList<CsvColumn<ReportRow>> Columns(ReportAnswer report, Actor actor)
    {
        var columns = new List<CsvColumn<ReportRow>>();
        for (var i = 0; i < report.Groupings.Count; i++)
        {
            var (by, place) = (report.Groupings[i], i);
            if (by.IsTime())
            {
                columns.Add(new($"{by.Title()} ({report.Zone})", r => r.Groups[place].Key));
            }
            else if (by == ReportDimension.SubAffiliate)
            {
                columns.Add(new(by.Title(), r => r.Groups[place].Key));
            }
            else
            {
                columns.Add(new($"{by.Title()} ID", r => r.Groups[place].Key));
                columns.Add(new($"{by.Title()} Name", r => r.Groups[place].Name));
            }
        }

        columns.Add(new("Currency", r => r.Currency));
        var seen = ReportColumn.SeenBy(actor).ToList();
        columns.AddRange(seen.Select(c => new CsvColumn<ReportRow>(c.Title, r => Text(c.Of(r), c.Kind))));
        if (report.PreviousFrom is not null)
            columns.AddRange(seen.Select(c => new CsvColumn<ReportRow>($"{c.Title} before", r => Text(c.Of(r.Previous!), c.Kind))));
        return columns;
    }

    private static string Text(decimal? number, ReportColumnKind kind) =>
        number?.ToString(kind == ReportColumnKind.Amount ? "0.00####" : "0.####", CultureInfo.InvariantCulture) ?? "";
}
