using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ringpost.Reconciliation.Compare;
using Xunit;
using static Ringpost.Reconciliation.Tests.Compare.TwoFiles;

namespace Ringpost.Reconciliation.Tests.Compare;

public sealed class OutputTests
{
    private static readonly CompareOutput Masked = new(false);

    [Fact]
    public async Task A_callers_number_is_masked_in_every_output_unless_it_is_asked_for()
    {
        var report = await FaultyAsync();
        foreach (var output in new[] { Terminal(report, Masked), Csv(report, Masked), Json(report, Masked), Html(report, Masked) })
        {
            Assert.DoesNotContain("2025550181", output, StringComparison.Ordinal);
            Assert.Contains("81", output, StringComparison.Ordinal);
        }

        var full = new CompareOutput(true);
        foreach (var output in new[] { Terminal(report, full), Csv(report, full), Json(report, full), Html(report, full) })
            Assert.Contains("12025550181", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_terminal_ends_in_the_line_of_money_and_shows_what_was_guessed()
    {
        var report = await FaultyAsync();
        var lines = Terminal(report, Masked).TrimEnd().Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.Equal(report.Headline, lines[^1]);
        Assert.Contains("  compared: calls' Payout with conversions' Paid; calls' Revenue with conversions' Received", lines);
        Assert.Contains(lines, l => l.Contains("by call id", StringComparison.Ordinal));
        Assert.Contains("By kind (conversions less calls)", lines);
    }

    [Fact]
    public async Task Rows_on_the_terminal_are_as_many_as_asked_for_and_it_says_of_how_many()
    {
        var text = new StringWriter();
        CompareText.Write(await ReportAsync(Calls, ConversionTitles), text, Masked, 2);
        Assert.Contains("Differences, the first 2 of 3", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("RGB3", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_csv_has_every_difference_with_its_lines_and_runs_no_formula()
    {
        var report = await FaultyAsync();
        var lines = Csv(report, Masked).TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.Equal(1 + report.Rows.Count(), lines.Length);
        Assert.StartsWith("Verdict,Cause,Why,Joined By,Inbound Call ID,", lines[0], StringComparison.Ordinal);
        Assert.Contains("'=cmd()", Csv(report, Masked), StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd()", Csv(report, Masked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_says_all_of_it()
    {
        var report = await FaultyAsync();
        using var json = JsonDocument.Parse(Json(report, Masked));
        var root = json.RootElement;
        Assert.Equal(report.Headline, root.GetProperty("headline").GetString());
        Assert.False(root.GetProperty("agree").GetBoolean());
        Assert.Equal(report.Totals.Sum(t => t.Count), root.GetProperty("differences").GetArrayLength());
        var first = root.GetProperty("differences")[0];
        Assert.Equal(("neverArrived", -30m), (first.GetProperty("verdict").GetString(), first.GetProperty("paidDifference").GetDecimal()));
        Assert.Equal(2, root.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task The_page_is_escaped_asks_nobody_for_anything_and_knows_light_and_dark()
    {
        var html = Html(await FaultyAsync(), Masked);
        Assert.DoesNotContain("<b>House", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;House", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("https?:|src=|href=|url\\(|@import|<script", RegexOptions.IgnoreCase), html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("2026-03-02: 2 calls, 1 conversions", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agreement_is_told_as_one()
    {
        var report = await ReportAsync(Calls, Conversions);
        Assert.EndsWith("3 calls, 3 conversions: they agree", Terminal(report, Masked).TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("Agree", Html(report, Masked), StringComparison.Ordinal);
        Assert.Single(Csv(report, Masked).TrimEnd().Split('\n'));
    }

    private static Task<CompareReport> FaultyAsync() =>
        ReportAsync(
            Calls.Replace("House", "<b>House", StringComparison.Ordinal).Replace("Auto", "=cmd()", StringComparison.Ordinal),
            string.Join('\n', Conversions.Split('\n').Where((_, i) => i != 1))
                .Replace("RGB3,12,34,30", "RGB3,12,34,31", StringComparison.Ordinal)
        );

    private static string Terminal(CompareReport report, CompareOutput output)
    {
        var text = new StringWriter();
        CompareText.Write(report, text, output, 20);
        return text.ToString();
    }

    private static string Csv(CompareReport report, CompareOutput output)
    {
        var text = new StringWriter();
        CompareCsv.Write(report, text, output);
        return text.ToString();
    }

    private static string Html(CompareReport report, CompareOutput output)
    {
        var text = new StringWriter();
        CompareHtml.Write(report, text, output);
        return text.ToString();
    }

    private static string Json(CompareReport report, CompareOutput output)
    {
        using var stream = new MemoryStream();
        CompareJson.Write(report, stream, output);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
