using System.Globalization;

namespace Ringpost.Reconciliation.Compare;

/// <summary>The report for a terminal: what was guessed, tables, the first rows, and at the end the line of money.</summary>
public static class CompareText
{
    /// <param name="most">At most so many rows; the files have all of them.</param>
    public static void Write(CompareReport report, TextWriter to, CompareOutput output, int most)
    {
        File(to, report.Calls);
        File(to, report.Conversions);
        foreach (var kind in report.Guesses.GroupBy(g => g.What))
        {
            // Each campaign is learnt; with many of them an example is enough, the files have them all.
            if (kind.Count() > 3)
                to.WriteLine($"  {kind.Key}: {N(kind.Count())} learnt, as {kind.First().Value} ({kind.First().Because})");
            else
                foreach (var guess in kind)
                    to.WriteLine($"  {guess.What}: {guess.Value} ({guess.Because})");
        }

        to.WriteLine($"  joined: {Joined(report)}");
        to.WriteLine($"  compared: {(report.Compared.Count == 0 ? "no amounts" : string.Join("; ", report.Compared))}");
        foreach (var advice in report.Advice)
            to.WriteLine($"! {advice}");
        Kinds(report, to);
        Days(report, to, most);
        Groups(report, to, most);
        Rows(report, to, output, most);
        to.WriteLine();
        to.WriteLine(report.Headline);
    }

    private static void File(TextWriter to, CompareFile file)
    {
        var left = string.Concat(
            file.Repeated > 0 ? $", {N(file.Repeated)} the same again" : "",
            file.Legs > 0 ? $", {N(file.Legs)} further legs of a call" : "",
            file.Skipped > 0 ? $", {N(file.Skipped)} left out" : ""
        );
        to.WriteLine($"{file.Name}: {N(file.Lines)} rows{left}");
        to.WriteLine(
            "  "
                + string.Join(
                    ", ",
                    file.Guesses.Select(g => g.Because == "its title" ? $"{g.What} “{g.Value}”" : $"{g.What} “{g.Value}” ({g.Because})")
                )
        );
    }

    private static string Joined(CompareReport report)
    {
        var parts = report
            .JoinedBy.Where(j => j.Key != JoinReason.None)
            .OrderBy(j => j.Key)
            .Select(j => $"{N(j.Value)} by {CompareOutput.Word(j.Key)}")
            .ToList();
        if (report.JoinedBy.GetValueOrDefault(JoinReason.None) is > 0 and var none)
            parts.Add($"{N(none)} without a call");
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }

    private static void Kinds(CompareReport report, TextWriter to)
    {
        var table = new TextTable(["", "Count", .. KindHeads(report)]) { RightFrom = 1 };
        foreach (var row in KindRows(report))
            table.Add(row);
        table.Write(to, "By kind (conversions less calls)");
    }

    private static void Days(CompareReport report, TextWriter to, int most)
    {
        var table = Sides(report, "Day");
        var days = report.Days.Where(d => d.Differences > 0).ToList();
        foreach (var day in days.Take(Math.Max(most, 1)))
            table.Add([
                day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                N(day.Calls),
                N(day.Conversions),
                N(day.Differences),
                .. Amounts(report, day.Payout, day.Paid, day.Revenue, day.Received),
            ]);
        if (days.Count > 0)
            table.Write(to, $"By day ({N(days.Count)} of {N(report.Days.Count)} days differ; {Zones(report)}){First(days.Count, most)}");
    }

    private static void Groups(CompareReport report, TextWriter to, int most)
    {
        var groups = report.Groups.Where(g => g.Differences > 0).ToList();
        if (groups.Count == 0 || !groups.Exists(g => g.Campaign.Length + g.Publisher.Length > 0))
            return;
        var table = Sides(report, "Campaign / publisher");
        foreach (var group in groups.Take(Math.Max(most, 1)))
            table.Add([
                GroupName(group),
                N(group.Calls),
                N(group.Conversions),
                N(group.Differences),
                .. Amounts(report, group.Payout, group.Paid, group.Revenue, group.Received),
            ]);
        table.Write(to, $"By campaign and publisher{First(groups.Count, most)}");
    }

    private static void Rows(CompareReport report, TextWriter to, CompareOutput output, int most)
    {
        var table = new TextTable("", "Call", "Call at", "Caller", "Conversion", "Why");
        var count = 0;
        foreach (var row in report.Rows.Where(r => r.Differs).Take(most))
        {
            count++;
            table.Add(
                CompareOutput.Title(row),
                row.CallId,
                CompareOutput.Time(row.CallAt ?? row.ConversionAt),
                output.Caller(row),
                row.ConversionId,
                row.Sentence
            );
        }

        var all = report.Totals.Where(t => t.Differs).Sum(t => t.Count);
        if (count > 0)
            table.Write(to, $"Differences{First(all, most)}");
    }

    internal static IEnumerable<string> KindHeads(CompareReport report) =>
        [.. report.ComparesPaid ? new[] { "Paid" } : [], .. report.ComparesReceived ? new[] { "Received" } : []];

    /// <summary>Kind, count, and by how much the conversions' side is higher or lower, of the sides that are compared.</summary>
    internal static IEnumerable<string[]> KindRows(CompareReport report) =>
        report
            .Totals.Select(t => Kind(report, t.Title, t.Count, Signed(t.PaidDifference), Signed(t.ReceivedDifference)))
            .Prepend(Kind(report, "Matched", report.Matched, "", ""));

    private static string[] Kind(CompareReport report, string title, int count, string paid, string received) =>
        [title, N(count), .. report.ComparesPaid ? new[] { paid } : [], .. report.ComparesReceived ? new[] { received } : []];

    internal static string GroupName(CompareGroup group)
    {
        var names = string.Join(" / ", new[] { group.Campaign, group.Publisher }.Where(n => n.Length > 0));
        return group.OfUnknownCalls ? $"unknown calls ({(names.Length == 0 ? "no offer" : names)})"
            : names.Length == 0 ? "-"
            : names;
    }

    internal static string Zones(CompareReport report) =>
        (report.DaysIn, report.Calls.Zone, report.Conversions.Zone) switch
        {
            ({ } both, _, _) => $"days in {both}",
            (_, null, _) => "days as the files have them",
            var (_, calls, conversions) when calls == conversions => $"days in {calls}",
            var (_, calls, conversions) => $"calls' days in {calls}, conversions' in {conversions}",
        };

    private static TextTable Sides(CompareReport report, string first) =>
        new([first, "Calls", "Conversions", "Differences", .. Heads(report)]) { RightFrom = 1 };

    internal static IEnumerable<string> Heads(CompareReport report) =>
        [.. report.ComparesPaid ? new[] { "Payout", "Paid" } : [], .. report.ComparesReceived ? new[] { "Revenue", "Received" } : []];

    internal static IEnumerable<string> Amounts(CompareReport report, long payout, long paid, long revenue, long received) =>
        [
            .. report.ComparesPaid ? new[] { CompareHeadline.Amount(payout), CompareHeadline.Amount(paid) } : [],
            .. report.ComparesReceived ? new[] { CompareHeadline.Amount(revenue), CompareHeadline.Amount(received) } : [],
        ];

    internal static string Signed(IReadOnlyList<CompareSum> sums) =>
        CompareHeadline.Sum(sums) is { Length: > 0 } text ? (text[0] == '-' ? "−" + text[1..] : "+" + text) : "";

    private static string First(int all, int most) => all > Math.Max(most, 1) ? $", the first {N(Math.Max(most, 1))} of {N(all)}" : "";

    internal static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
