using Ringpost.Attribution.Reports;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Attribution.Reports;

/// <summary>How the numbers of a report read; amounts without their currency, which the column's title names.</summary>
internal static class ReportText
{
    public static string Of(ReportColumn column, ReportNumbers numbers) => Of(column.Kind, column.Of(numbers));

    public static string Of(ReportColumnKind kind, decimal? number) =>
        number is not { } value
            ? "–"
            : kind switch
            {
                ReportColumnKind.Count => (value < 0 ? "−" : "") + ConsoleFormat.Count((long)Math.Abs(value)),
                ReportColumnKind.Amount => (value < 0 ? "−" : "") + ConsoleFormat.Number(Math.Abs(value), "#,##0.00##"),
                ReportColumnKind.Rate => ConsoleFormat.Percent(value),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };

    /// <summary>Against the period before: an arrow, the difference, and in percent of what was there. A share changes by points.</summary>
    public static string Change(ReportColumn column, ReportNumbers now, ReportNumbers before)
    {
        if (column.Change(now, before) is not { } change)
            return "";
        if (change.Difference == 0)
            return column.Of(now) == 0 ? "" : "=";
        var arrow = change.Difference > 0 ? "↑" : "↓";
        var size = Math.Abs(change.Difference);
        var difference =
            column.Kind == ReportColumnKind.Rate ? T["{0} pt", ConsoleFormat.Number(size * 100, "0.0")] : Of(column.Kind, size);
        return change.Ratio is { } ratio && column.Kind != ReportColumnKind.Rate
            ? $"{arrow} {difference} ({ConsoleFormat.Percent(Math.Abs(ratio))})"
            : $"{arrow} {difference}";
    }
}
