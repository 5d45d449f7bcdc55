using System.Globalization;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Calls and conversions of each day side by side, as SVG: zero-based, the second of a pair hatched by its outline, values in the titles.</summary>
internal static class CompareChart
{
    private const int Width = 1120;
    private const int Height = 220;
    private const int Left = 56;
    private const int Bottom = 28;
    private const int MostDays = 92;

    public static void Write(CompareReport report, TextWriter to)
    {
        var days = report.Days.Skip(Math.Max(0, report.Days.Count - MostDays)).ToList();
        if (days.Count == 0)
            return;
        var top = Math.Max(1, days.Max(d => Math.Max(d.Calls, d.Conversions)));
        to.WriteLine(
            $"<section><h2>Calls and conversions by day{(days.Count < report.Days.Count ? $", the last {MostDays} days" : "")}</h2>"
        );
        to.WriteLine($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Calls and conversions by day\">");
        foreach (var part in new[] { 0, 0.5, 1 })
        {
            var y = Y(part * top, top);
            to.WriteLine(Invariant($"<line x1=\"{Left}\" x2=\"{Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" style=\"stroke:var(--line)\"/>"));
            to.WriteLine(Invariant($"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{part * top:N0}</text>"));
        }

        var step = (double)(Width - Left) / days.Count;
        var bar = Math.Min(24, step * 0.4);
        var every = Math.Max(1, (int)Math.Ceiling(days.Count / 12.0));
        for (var i = 0; i < days.Count; i++)
        {
            var day = days[i];
            var middle = Left + step * (i + 0.5);
            var name = day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            to.WriteLine(
                Invariant(
                    $"<g><title>{name}: {day.Calls:N0} calls, {day.Conversions:N0} conversions, {day.Differences:N0} differences</title>"
                )
            );
            to.WriteLine(Bar(middle - bar, bar, day.Calls, top, "fill:var(--one)"));
            to.WriteLine(Bar(middle, bar, day.Conversions, top, "fill:var(--two);fill-opacity:.55;stroke:var(--two)"));
            to.WriteLine("</g>");
            if (i % every == 0)
                to.WriteLine(Invariant($"<text x=\"{middle:0.#}\" y=\"{Height - 8}\" text-anchor=\"middle\">{name}</text>"));
        }

        to.WriteLine("</svg>");
        to.WriteLine(
            "<p class=\"muted\"><span style=\"color:var(--one)\">■</span> calls (left, filled) <span style=\"color:var(--two)\">■</span> conversions (right, outlined). The values are in the table by day.</p></section>"
        );
    }

    private static string Bar(double x, double width, int value, int top, string style)
    {
        var y = Y(value, top);
        return Invariant(
            $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{Height - Bottom - y:0.#}\" style=\"{style}\"/>"
        );
    }

    private static double Y(double value, int top) => Height - Bottom - value / top * (Height - Bottom - 12);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
