using System.Globalization;
using System.Net;

namespace Ringpost.Reconciliation.Compare;

/// <summary>The report as one page that asks nobody for anything: no script, no font, no image; light and dark as the reader has it.</summary>
public static class CompareHtml
{
    private const int MostRows = 1000;

    private const string Style = """
        :root{color-scheme:light dark;--bg:#F7F7F5;--surface:#FFF;--line:#DEDED9;--text:#1B1D21;--muted:#5C616B;--good:#1F6B3A;--bad:#B3261E;--one:#0B7A75;--two:#C2571A}
        @media(prefers-color-scheme:dark){:root{--bg:#131517;--surface:#1B1E21;--line:#33373C;--text:#ECEDEE;--muted:#A3A9B2;--good:#7CCB95;--bad:#F2938C;--one:#4FC3BC;--two:#F0995B}}
        body{margin:0;padding:24px;background:var(--bg);color:var(--text);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1200px;margin:0 auto}h1{font-size:20px;margin:0 0 16px}h2{font-size:16px;margin:8px 0}
        section{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:8px 16px 16px;margin:0 0 16px;overflow-x:auto}
        .result{font-size:20px;padding:16px}.good{color:var(--good)}.bad{color:var(--bad)}.muted{color:var(--muted)}
        table{border-collapse:collapse;font-size:13px;width:100%}th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-weight:600}.n{text-align:right}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}
        svg{display:block;max-width:100%;height:auto}svg text{fill:var(--muted);font-size:11px}ul{margin:8px 0;padding-left:20px}
        """;

    public static void Write(CompareReport report, TextWriter to, CompareOutput output)
    {
        to.WriteLine("<!doctype html>");
        to.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        to.WriteLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        to.WriteLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        to.WriteLine(
            $"<title>{Text(report.Calls.Name)} and {Text(report.Conversions.Name)}</title><style>{Style}</style></head><body><main>"
        );
        to.WriteLine($"<h1>Calls in {Text(report.Calls.Name)}, conversions in {Text(report.Conversions.Name)}</h1>");
        to.WriteLine(
            $"<section class=\"result\"><span class=\"{(report.Agree ? "good" : "bad")}\">{(report.Agree ? "Agree" : "Differ")}</span>: {Text(report.Headline)}.</section>"
        );
        if (report.Advice.Count > 0)
        {
            to.WriteLine("<section><h2>What to do</h2><ul>");
            foreach (var advice in report.Advice)
                to.WriteLine($"<li>{Text(advice)}</li>");
            to.WriteLine("</ul></section>");
        }

        CompareChart.Write(report, to);
        Kinds(report, to);
        Table(
            to,
            $"By day ({CompareText.Zones(report)})",
            ["Day", "Calls", "Conversions", "Differences", .. CompareText.Heads(report)],
            1,
            report.Days.Select(d =>
                (string[])
                    [
                        d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        CompareText.N(d.Calls),
                        CompareText.N(d.Conversions),
                        CompareText.N(d.Differences),
                        .. CompareText.Amounts(report, d.Payout, d.Paid, d.Revenue, d.Received),
                    ]
            )
        );
        Table(
            to,
            "By campaign and publisher",
            ["Campaign / publisher", "Calls", "Conversions", "Differences", .. CompareText.Heads(report)],
            1,
            report
                .Groups.Take(MostRows)
                .Select(g =>
                    (string[])
                        [
                            CompareText.GroupName(g),
                            CompareText.N(g.Calls),
                            CompareText.N(g.Conversions),
                            CompareText.N(g.Differences),
                            .. CompareText.Amounts(report, g.Payout, g.Paid, g.Revenue, g.Received),
                        ]
                )
        );
        var all = report.Totals.Sum(t => t.Count);
        Table(
            to,
            all > MostRows ? $"Differences, the first {CompareText.N(MostRows)} of {CompareText.N(all)}; --csv writes all" : "Differences",
            ["Kind", "Why", "Call", "Call at", "Caller", "Conversion", "Conversion at", "Campaign / publisher", "Joined by"],
            int.MaxValue,
            report
                .Rows.Take(MostRows)
                .Select(r =>
                    (string[])
                        [
                            CompareOutput.Title(r),
                            r.Sentence,
                            r.CallId,
                            CompareOutput.Time(r.CallAt),
                            output.Caller(r),
                            r.ConversionId,
                            CompareOutput.Time(r.ConversionAt),
                            string.Join(" / ", new[] { r.Campaign, r.Publisher }.Where(n => n.Length > 0)),
                            CompareOutput.Word(r.JoinedBy),
                        ]
                )
        );
        Guesses(report, to);
        to.WriteLine("</main></body></html>");
    }

    private static void Kinds(CompareReport report, TextWriter to) =>
        Table(to, "By kind (conversions less calls)", ["Kind", "Count", .. CompareText.KindHeads(report)], 1, CompareText.KindRows(report));

    private static void Guesses(CompareReport report, TextWriter to)
    {
        (string File, CompareGuess Guess)[] guesses =
        [
            .. report.Guesses.Select(g => ("both", g)),
            .. report.Calls.Guesses.Select(g => (report.Calls.Name, g)),
            .. report.Conversions.Guesses.Select(g => (report.Conversions.Name, g)),
        ];
        Table(
            to,
            "What was taken for what",
            ["File", "What", "Taken", "Because"],
            int.MaxValue,
            guesses.Select(g => (string[])[g.File, g.Guess.What, g.Guess.Value, g.Guess.Because])
        );
        to.WriteLine(
            $"<p class=\"muted\">Compared: {Text(report.Compared.Count == 0 ? "no amounts" : string.Join("; ", report.Compared))}.</p>"
        );
    }

    private static void Table(TextWriter to, string title, string[] heads, int rightFrom, IEnumerable<string[]> rows)
    {
        to.WriteLine($"<section><h2>{Text(title)}</h2><table><thead><tr>");
        for (var c = 0; c < heads.Length; c++)
            to.Write($"<th{Right(c, rightFrom)}>{Text(heads[c])}</th>");
        to.WriteLine("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            to.Write("<tr>");
            for (var c = 0; c < row.Length; c++)
                to.Write($"<td{Right(c, rightFrom)}>{Text(row[c])}</td>");
            to.WriteLine("</tr>");
        }

        to.WriteLine("</tbody></table></section>");
    }

    private static string Right(int column, int rightFrom) => column >= rightFrom ? " class=\"n\"" : "";

    internal static string Text(string text) => WebUtility.HtmlEncode(text);
}
