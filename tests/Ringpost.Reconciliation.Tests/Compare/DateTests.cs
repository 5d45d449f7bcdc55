using Ringpost.Reconciliation.Agreement;
using Ringpost.Reconciliation.Compare;
using Xunit;
using static Ringpost.Reconciliation.Tests.Compare.TwoFiles;

namespace Ringpost.Reconciliation.Tests.Compare;

/// <summary>Orders of dates, clocks and zones, and what is said of them.</summary>
public sealed class DateTests
{
    [Theory]
    [InlineData("03/02/2026 08:18:22 PM", false, "2026-03-02T20:18:22.000Z")]
    [InlineData("3/2/26 8:18 pm", false, "2026-03-02T20:18:00.000Z")]
    [InlineData("02/03/2026 20:18:22", true, "2026-03-02T20:18:22.000Z")]
    [InlineData("02-03-2026", true, "2026-03-02T00:00:00.000Z")]
    [InlineData("2.3.2026 20:18", true, "2026-03-02T20:18:00.000Z")]
    [InlineData("2026-03-02 20:18:22.5", false, "2026-03-02T20:18:22.500Z")]
    [InlineData("2026-03-02T20:18:22.1234567", false, "2026-03-02T20:18:22.123Z")]
    [InlineData("2026-03-02T20:18:22Z", false, "2026-03-02T20:18:22.000Z")]
    [InlineData("2026-03-02T20:18:22-05:00", false, "2026-03-03T01:18:22.000Z")]
    [InlineData("03/02/2026 08:18:22 PM EST", false, "2026-03-03T01:18:22.000Z")]
    [InlineData("1772482702000", false, "2026-03-02T20:18:22.000Z")]
    [InlineData("1772482702", false, "2026-03-02T20:18:22.000Z")]
    [InlineData("/Date(1772482702000)/", false, "2026-03-02T20:18:22.000Z")]
    [InlineData("12/31/2026 12:00:00 AM", false, "2026-12-31T00:00:00.000Z")]
    public void A_time_is_read_in_every_form(string text, bool dayFirst, string expected)
    {
        Assert.True(ForeignTime.TryRead(text, dayFirst, out var time));
        Assert.Equal(expected, new Primitives.Instant(time.Clock).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("02/30/2026")]
    [InlineData("13/13/2026")]
    [InlineData("03/02/2026 25:00")]
    [InlineData("03/02/2026 13:00 PM")]
    [InlineData("03/02/2026 10:00 XYZ")]
    public void What_is_no_time_is_none(string text) => Assert.False(ForeignTime.TryRead(text, false, out _));

    [Fact]
    public async Task A_day_over_12_tells_the_order_and_the_file_is_read_again()
    {
        var calls = Calls.Replace("03/02/", "02/03/", StringComparison.Ordinal).Replace("03/13/", "13/03/", StringComparison.Ordinal);
        var report = await ReportAsync(calls, Conversions);
        Assert.True(report.Agree, report.Headline);
        Assert.Contains(report.Calls.Guesses, g => g is { What: "dates", Value: "day first", Because: "line 4 has a day over 12" });
    }

    [Fact]
    public async Task Dates_that_fit_both_orders_are_read_as_they_lie_closer_together()
    {
        var days = Enumerable.Range(1, 12).Select(d => $"{d:00}/03/2026 10:00:00 AM,RGB{d},,,Auto,House,30,45");
        var conversions = Enumerable.Range(1, 12).Select(d => $"{d},2026-03-{d:00} 10:03:00,RGB{d},12,34,30,45");
        var report = await ReportAsync($"{CallTitles}\n{string.Join('\n', days)}", $"{ConversionTitles}\n{string.Join('\n', conversions)}");
        Assert.True(report.Agree, report.Headline);
        Assert.Contains(
            report.Calls.Guesses,
            g => g is { What: "dates", Value: "day first" } && g.Because.Contains("closer", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_file_that_says_nothing_has_the_month_first_and_a_flag_says_otherwise()
    {
        var calls = $"{CallTitles}\n05/03/2026 10:00:00 AM,RGB1,,,Auto,House,30,45";
        var conversions = $"{ConversionTitles}\n1,2026-03-05 10:03:00,RGB1,12,34,30,45";
        var monthFirst = await ReportAsync(calls, conversions);
        Assert.False(monthFirst.Agree);
        Assert.Contains(monthFirst.Calls.Guesses, g => g.Because.Contains("--date-order", StringComparison.Ordinal));
        Assert.True((await ReportAsync(calls, conversions, r => r with { CallsDayFirst = true })).Agree);
    }

    [Fact]
    public async Task Two_orders_in_one_file_are_an_error_that_names_both_lines()
    {
        var calls = Calls + "\n14/03/2026 10:00:00 AM,RGB4,,,Auto,House,30,45";
        Assert.Equal(
            "calls.csv, line 5, column “Call Date”: Here the day stands first and in line 4 the month: one file, one order. Mend the row, or leave such rows out with --skip.",
            await ProblemAsync(calls, Conversions)
        );
    }

    [Fact]
    public async Task A_constant_difference_of_the_clocks_is_found_taken_and_said()
    {
        // January: New York stands five hours behind UTC all the time.
        var (calls, conversions) = Hourly(NewYork, TimeZoneInfo.Utc, 300);
        var report = await ReportAsync(calls, conversions);
        Assert.Contains(report.Guesses, g => g is { What: "zones", Value: "the conversions' clock is 5 hours later" });
        Assert.Contains(
            "All conversions stand 5 hours later: the files are in two zones. Pass --calls-zone and --conversions-zone, as --calls-zone America/New_York --conversions-zone UTC.",
            report.Advice
        );
        // Five of 24 hours lie on another day by then, and by the zones alone.
        var total = Assert.Single(report.Totals);
        Assert.Equal((AgreementVerdict.AnotherDay, true), (total.Verdict, total.ByZone));
        Assert.InRange(total.Count, 60, 65);
        Assert.Contains(report.Advice, a => a.Contains("--days-in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_zones_given_and_days_in_one_zone_nothing_is_left()
    {
        var (calls, conversions) = Hourly(NewYork, TimeZoneInfo.Utc, 300);
        var report = await ReportAsync(
            calls,
            conversions,
            r => r with { CallsZone = NewYork, ConversionsZone = TimeZoneInfo.Utc, DaysIn = NewYork }
        );
        Assert.True(report.Agree, report.Headline);
        Assert.Empty(report.Advice);
    }

    [Fact]
    public async Task A_difference_that_changes_with_the_season_is_found_too()
    {
        var (calls, conversions) = Hourly(NewYork, TimeZoneInfo.Utc, 1100, 7);
        var unknown = await ReportAsync(calls, conversions);
        Assert.Contains(unknown.Advice, a => a.Contains("--calls-zone America/New_York --conversions-zone UTC", StringComparison.Ordinal));
        Assert.Equal(("America/New_York", "UTC"), (unknown.Calls.Zone, unknown.Conversions.Zone));
        var half = await ReportAsync(calls, conversions, r => r with { CallsZone = NewYork });
        Assert.Equal("UTC", half.Conversions.Zone);
        Assert.Contains(half.Advice, a => a.EndsWith("To settle it: --conversions-zone UTC.", StringComparison.Ordinal));
        Assert.All(half.Totals, t => Assert.True(t.ByZone));
    }

    [Fact]
    public async Task A_zone_that_was_given_wrongly_is_doubted()
    {
        var (calls, conversions) = Hourly(NewYork, TimeZoneInfo.Utc, 300);
        var report = await ReportAsync(calls, conversions, r => r with { CallsZone = NewYork, ConversionsZone = NewYork });
        Assert.Contains(
            "All conversions stand 5 hours later, though the zones are known: one of them is wrong. Pass --conversions-zone UTC.",
            report.Advice
        );
    }

    [Fact]
    public async Task A_windows_name_of_a_zone_is_one()
    {
        Assert.True(Primitives.TimeZones.TryFind("Eastern Standard Time", out var zone));
        var (calls, conversions) = Hourly(NewYork, NewYork, 50);
        Assert.True((await ReportAsync(calls, conversions, r => r with { CallsZone = zone, ConversionsZone = zone })).Agree);
    }

    [Fact]
    public async Task Times_with_an_offset_are_moments_and_their_days_are_the_other_files()
    {
        var (calls, conversions) = Hourly(NewYork, TimeZoneInfo.Utc, 300);
        var moments = string.Join(
            '\n',
            conversions.Split('\n').Select(l => System.Text.RegularExpressions.Regex.Replace(l, @"(\d\d:\d\d:\d\d)", "$1Z"))
        );
        var report = await ReportAsync(calls, moments, r => r with { CallsZone = NewYork });
        Assert.True(report.Agree, report.Headline);
        Assert.Equal("America/New_York", report.Conversions.Zone);
    }

    [Fact]
    public async Task A_conversion_after_midnight_is_on_another_day_and_late_in_both_zones()
    {
        var conversions = Conversions.Replace("2026-03-13 23:34:00", "2026-03-14 00:02:00", StringComparison.Ordinal);
        var report = await ReportAsync(Calls, conversions);
        Assert.Equal("3 calls, 3 conversions: 1 on another day", report.Headline);
        var row = Assert.Single(report.Rows);
        Assert.Equal(DayCause.Late, row.Cause);
        Assert.Equal("The call's day is 2026-03-13, the conversion's 2026-03-14: the conversion came on a later day.", row.Sentence);
    }
}
