using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ringpost.Api;
using Ringpost.Attribution.Reports;
using Ringpost.Attribution.Tests.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Reports;

/// <summary>Test vectors by hand over cake.md 9. What no delta was written for is brought into the rollups by a rebuild.</summary>
public sealed class GetReportTests
{
    [Theory, EachDatabase]
    public async Task Money_counts_what_is_approved_and_never_adds_currencies(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect, "America/New_York");
        var first = await place.InsertAsync("2026-03-08T04:59:00Z");
        await place.Network.LedgerAsync(first, "paid", 2);
        await place.InsertAsync("2026-03-08T05:00:00Z", received: 30, paid: 0);
        await place.InsertAsync("2026-03-08T06:00:00Z", reason: "UNVERIFIED SENDER");
        await place.InsertAsync("2026-03-08T06:00:00Z", currency: "EUR");
        await place.InsertAsync("2026-03-08T06:00:00Z", test: true);
        await place.InsertAsync("2026-04-20T06:00:00Z");
        await place.RebuildAsync();
        var march = Asked(null, "2026-03-01", "2026-03-31");

        var days = await place.AskAsync(march with { GroupBy = "day" });
        Assert.Equal("rollups", days.CountedFrom);
        Assert.Equal(
            ["2026-03-07 USD 1 20 12 8", "2026-03-08 EUR 1 20 10 10", "2026-03-08 USD 1 30 0 30"],
            days.Rows.Select(r => $"{r.Key} {r.Currency} {r.Conversions} {r.Revenue:0} {r.Cost:0} {r.Profit:0}")
        );
        foreach (var grouping in new[] { "offer", "affiliate", "event", "advertiser", "campaign", "creative", "month", "subAffiliate" })
        {
            var answer = await place.AskAsync(march with { GroupBy = grouping });
            var dollars = answer.Rows.Single(r => r.Currency == "USD");
            Assert.Equal(
                (3L, 2L, 1L, 50m, 12m, 38m, 0.76m, 20m, 10m),
                (
                    dollars.Records,
                    dollars.Approved,
                    dollars.Pending,
                    dollars.Revenue,
                    dollars.Cost,
                    dollars.Profit,
                    dollars.Margin ?? 0,
                    dollars.PendingRevenue,
                    dollars.PendingCost
                )
            );
            Assert.Equal(Line(dollars), Line(answer.Totals.Single(r => r.Currency == "USD")));
        }

        Assert.Equal(1, (await place.AskAsync(march with { Tests = "tests" })).Totals.Single().Records);
        Assert.Equal(4, (await place.AskAsync(march with { Tests = "both", Currency = "USD" })).Totals.Single().Records);
    }

    [Theory, EachDatabase]
    public async Task Everything_wrong_with_a_question_is_said_at_once_and_rows_are_read_for_31_days_only(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        var refused = await place.Report.RunAsync(
            Network.Reader,
            Asked("moon,day,day", "soon", null, "Mars/Base") with
            {
                Compare = "last",
                Currency = "XXX",
                Tests = "some",
                AsOf = "then",
                Sort = "size",
                Order = "up",
            },
            0,
            -1
        );
        Assert.Equal(
            ["asOf", "compare", "currency", "from", "groupBy", "limit", "offset", "order", "sort", "tests", "zone"],
            Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            "Sub-affiliates are counted from the records: at most 31 days at a time.",
            Assert
                .IsType<Invalid>((await place.Report.RunAsync(Network.Reader, Asked("subAffiliate", "2026-01-01", "2026-02-01"))).Refusal)
                .Errors["to"][0]
        );
        Assert.True((await place.Report.RunAsync(Network.Reader, Asked("subAffiliate", "2026-01-01", "2026-01-31"))).IsOk);
        Assert.True((await place.Report.RunAsync(Network.Reader, Asked("offer,affiliate,day", "2024-01-01", "2026-12-31"))).IsOk);
        Assert.IsType<Invalid>((await place.Report.RunAsync(Network.Reader, new() { GroupBy = "offer,affiliate,day,event" })).Refusal);
        Assert.IsType<Invalid>((await place.Report.RunAsync(Network.Reader, Asked("day", "2026-01-01", "8000-01-01"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task The_largest_amount_many_times_does_not_break_the_report(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        for (var i = 0; i < 24; i++)
            await place.InsertAsync(
                "2026-03-08T06:00:00Z",
                received: (long)Money.Largest,
                paid: (long)Money.Largest,
                reason: i < 12 ? "UNVERIFIED SENDER" : null
            );
        var day = Asked(null, "2026-03-08", "2026-03-08");
        await place.RebuildAsync();
        foreach (var request in new[] { day, day with { GroupBy = "subAffiliate" } })
        {
            var total = Assert.Single((await place.AskAsync(request)).Totals);
            Assert.Equal((12 * Money.Largest, 12 * Money.Largest), (total.Revenue, total.PendingCost));
        }
    }

    /// <summary>Zone, moments, and how many of them each day of the zone has.</summary>
    private static readonly (string Zone, string Moments, string Days)[] DayCases =
    [
        ("UTC", "2026-03-28T23:59:59Z 2026-03-29T00:00:00Z 2026-03-29T21:59:59Z", "28:1 29:2"),
        ("Europe/Berlin", "2026-03-28T22:59:59Z 2026-03-28T23:00:00Z 2026-03-29T21:59:59Z 2026-03-29T22:00:00Z", "28:1 29:2 30:1"),
        ("Europe/Berlin", "2026-10-24T21:59:59Z 2026-10-24T22:00:00Z 2026-10-25T22:59:59Z 2026-10-25T23:00:00Z", "24:1 25:2 26:1"),
        ("Asia/Kathmandu", "2026-03-28T18:14:59Z 2026-03-28T18:15:00Z 2026-03-29T18:14:59Z 2026-03-29T18:15:00Z", "28:1 29:2 30:1"),
        ("Australia/Lord_Howe", "2026-04-04T12:59:59Z 2026-04-04T13:00:00Z 2026-04-05T13:29:59Z 2026-04-05T13:30:00Z", "04:1 05:2 06:1"),
    ];

    [Theory, EachDatabase]
    public async Task A_day_is_the_viewers_day_of_23_to_25_hours(Dialect dialect)
    {
        foreach (var (zone, moments, days) in DayCases)
        {
            await using var place = await ReportPlace.OpenAsync(dialect, "America/New_York");
            foreach (var moment in moments.Split(' '))
                await place.InsertAsync(moment);
            await place.RebuildAsync();
            var month = moments[..7];
            foreach (var grouping in new[] { "day", "day,affiliate", "day,subAffiliate" })
            {
                var answer = await place.AskAsync(Asked(grouping, $"{month}-01", month == "2026-04" ? "2026-04-30" : $"{month}-31", zone));
                Assert.Equal(zone, answer.Zone);
                Assert.Equal(days, string.Join(' ', answer.Rows.Select(r => $"{r.Key[8..]}:{r.Conversions}")));
            }

            // The edges of a range are the zone's too: the last of the days alone.
            var last = days.Split(' ')[^1];
            var day = moments[..8] + last[..2];
            Assert.Equal(last[3..], $"{(await place.AskAsync(Asked("offer", day, day, zone))).Totals[0].Conversions}");
        }
    }

    [Theory, EachDatabase]
    public async Task The_hour_that_a_clock_repeats_is_two_and_weeks_begin_on_Monday(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect, "Europe/Berlin");
        foreach (var moment in new[] { "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z", "2026-10-26T12:00:00Z" })
            await place.InsertAsync(moment);
        await place.RebuildAsync();
        async Task<string> Keys(string grouping) =>
            string.Join(
                ' ',
                (await place.AskAsync(Asked(grouping, "2026-10-01", "2026-10-31"))).Rows.Select(r => $"{r.Key}:{r.Conversions}")
            );

        Assert.Equal(
            "2026-10-25T02:00+02:00:1 2026-10-25T02:00+01:00:1 2026-10-25T03:00+01:00:1 2026-10-26T13:00+01:00:1",
            await Keys("hour")
        );
        Assert.Equal("2026-10-19:3 2026-10-26:1", await Keys("week"));
        Assert.Equal("2026-10:4", await Keys("month"));
    }

    [Theory, EachDatabase]
    public async Task Clicks_macro_and_micro_events_make_rates_and_a_click_belongs_to_no_event(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        await place.InsertAsync("2026-03-01T10:00:00Z");
        await place.InsertAsync("2026-03-01T10:20:00Z", type: 1, received: 5, paid: 1);
        await place.InsertAsync("2026-03-01T10:20:00Z", type: 2, received: 1, paid: 0);
        await place.RebuildAsync();
        for (var i = 0; i < 8; i++)
            await place.ClickAsync("2026-03-01T10:00:00Z", isDuplicate: i >= 5);
        await place.ClickAsync("2026-03-01T10:00:00Z", offer: 1);
        var day = Asked(null, "2026-03-01", "2026-03-01");
        await place.RebuildAsync();
        while (await place.Fold.RunAsync()) { }

        foreach (var grouping in new[] { "offer", "creative", "offer,subAffiliate" })
        {
            var answer = await place.AskAsync(day with { GroupBy = grouping });
            Assert.Equal(
                ["5 8 3 2 1 0.4 26 5.2", "1 1 0 0 0 0 0 0"],
                answer.Rows.Select(r =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{r.Clicks} {r.TotalClicks} {r.DuplicateClicks} {r.Conversions} {r.Events} {r.ConversionRate} {r.Revenue} {r.Epc}"
                    )
                )
            );
        }

        var events = await place.AskAsync(day with { GroupBy = "event", OfferId = place.Offers[0].Id });
        Assert.Equal(
            ["Conversion/Install/Lead 0 1 0", "Payable call 0 1 0", "Incoming call 0 0 1", "No event (clicks) 5 0 0"],
            events.Rows.Select(r => $"{r.Name} {r.Clicks} {r.Conversions} {r.Events}")
        );
        Assert.Equal(
            "0",
            (await place.AskAsync(day with { EventId = place.Events[0][1] })).Totals.Single().Clicks.ToString(CultureInfo.InvariantCulture)
        );
    }

    [Theory, EachDatabase]
    public async Task A_rebuild_counts_clicks_from_their_rows_and_keeps_what_has_no_rows_any_more(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        foreach (var at in new[] { "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z" })
            await place.ClickAsync(at);
        var march = Asked("day", "2026-03-01", "2026-03-31");
        async Task<string> Days() => string.Join(' ', (await place.AskAsync(march)).Rows.Select(r => $"{r.Key[8..]}:{r.Clicks}"));

        await place.Fold.RunAsync();
        Assert.Equal("01:1 02:1 03:2", await Days());
        await place.ExecuteAsync("DELETE FROM clicks WHERE at < 1772532000000"); // 2026-03-03T10:00:00Z
        await place.RebuildAsync();
        Assert.Equal("01:1 02:1 03:2", await Days());

        // What the rows still tell is believed over the rollup.
        await place.ExecuteAsync("UPDATE report_campaign_quarters SET unique_clicks = 7");
        await place.ExecuteAsync("UPDATE report_offer_hours SET unique_clicks = 7");
        await place.RebuildAsync();
        Assert.Equal("01:7 02:7 03:8", await Days());
    }

    [Theory, EachDatabase]
    public async Task Three_groupings_sum_to_the_total_and_a_filter_on_a_row_asks_its_parts(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        for (var i = 0; i < 24; i++)
            await place.InsertAsync($"2026-03-{1 + (i % 5):00}T10:00:00Z", i % 2, i / 2 % 2, i % 3, received: i, paid: i / 2);
        await place.RebuildAsync();
        var march = Asked("offer,affiliate,day", "2026-03-01", "2026-03-31");

        var whole = await place.AskAsync(march);
        Assert.Equal(20, whole.RowCount);
        Assert.Equal(whole.Rows.Sum(r => r.Revenue), whole.Totals.Single().Revenue);
        Assert.Equal(276, whole.Totals.Single().Revenue);
        Assert.Equal(
            [("offer", "Home insurance"), ("affiliate", "Publisher Two")],
            whole.Rows.First(r => r.Groups[1].Key == "2").Groups.Take(2).Select(g => (g.By.Word(), g.Name))
        );
        foreach (var row in (await place.AskAsync(march with { GroupBy = "offer" })).Rows)
        {
            var offer = new OfferId(long.Parse(row.Key, CultureInfo.InvariantCulture));
            var parts = await place.AskAsync(march with { GroupBy = "affiliate,day", OfferId = offer });
            Assert.Equal(Line(row), Line(parts.Totals.Single()));
            Assert.Equal(row.Records, parts.Rows.Sum(r => r.Records));
        }

        Assert.Equal(
            whole.Rows.Skip(5).Take(5).Select(r => string.Join('/', r.Groups.Select(g => g.Key))),
            (await place.Report.RunAsync(Network.Reader, march, 5, 5)).Value.Rows.Select(r => string.Join('/', r.Groups.Select(g => g.Key)))
        );
    }

    [Theory, EachDatabase]
    public async Task Rows_are_sorted_by_any_number_and_times_rise(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        await place.InsertAsync("2026-03-01T10:00:00Z", 0, 0, received: 5, paid: 4);
        await place.InsertAsync("2026-03-02T10:00:00Z", 1, 1, received: 9, paid: 1);
        await place.InsertAsync("2026-03-02T10:00:00Z", 0, 1, reason: "UNVERIFIED SENDER");
        await place.RebuildAsync();
        var march = Asked("affiliate", "2026-03-01", "2026-03-31");
        async Task<string> Keys(ReportRequest request) => string.Join(' ', (await place.AskAsync(request)).Rows.Select(r => r.Key));

        Assert.Equal("2 1", await Keys(march));
        Assert.Equal("1 2", await Keys(march with { Order = "asc" }));
        Assert.Equal("1 2", await Keys(march with { Sort = "cost" }));
        Assert.Equal("2 1", await Keys(march with { Sort = "pending" }));
        Assert.Equal("1 2", await Keys(march with { Sort = "key" }));
        Assert.Equal("2 1", await Keys(march with { Sort = "key", Order = "desc" }));
        Assert.Equal("2026-03-01 2026-03-02", await Keys(march with { GroupBy = "day" }));
        Assert.Equal("2026-03-02 2026-03-01", await Keys(march with { GroupBy = "day", Sort = "revenue" }));
        Assert.Equal("2 1", await Keys(march with { Sort = "margin" }));
    }

    [Theory, EachDatabase]
    public async Task Beside_a_period_stands_the_one_before_day_by_day(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect, "Europe/Berlin");
        // The clock went forward on the 29th: a day of 23 hours stands beside one of 24.
        await place.InsertAsync("2026-03-27T23:30:00Z", received: 10);
        await place.InsertAsync("2026-03-28T12:00:00Z", 1, received: 7);
        await place.InsertAsync("2026-03-28T23:30:00Z", received: 15);
        await place.InsertAsync("2026-03-29T22:30:00Z", received: 30);
        await place.RebuildAsync();
        var days = Asked("day", "2026-03-29", "2026-03-29") with { Compare = "previous" };

        var day = await place.AskAsync(days);
        Assert.Equal((ReportPlace.Time("2026-03-27T23:00:00Z"), day.From), (day.PreviousFrom, day.PreviousTo));
        var row = Assert.Single(day.Rows);
        Assert.Equal((15m, 17m, 1, 2), (row.Revenue, row.Previous!.Revenue, row.Conversions, row.Previous.Conversions));
        Assert.Equal(new ReportChange(-2, -0.1176m), row.Changes!["revenue"]);
        Assert.False(row.Changes.ContainsKey("epc"));

        var hours = await place.AskAsync(days with { GroupBy = "hour" });
        Assert.Equal(
            ["2026-03-29T00:00+01:00 15 10", "2026-03-29T13:00+02:00 0 7"],
            hours.Rows.Select(r => $"{r.Key} {r.Revenue:0} {r.Previous!.Revenue:0}")
        );
        var offers = await place.AskAsync(days with { GroupBy = "offer" });
        Assert.Equal(["1 15 10", "2 0 7"], offers.Rows.Select(r => $"{r.Key} {r.Revenue:0} {r.Previous!.Revenue:0}"));
        Assert.Equal(17, offers.Totals.Single().Previous!.Revenue);

        // A week beside the one before it: Sunday stands beside Sunday.
        var weeks = await place.AskAsync(Asked("week", "2026-03-30", "2026-04-05") with { Compare = "previous" });
        Assert.Equal("2026-03-30 30 32", weeks.Rows.Single() is var w ? $"{w.Key} {w.Revenue:0} {w.Previous!.Revenue:0}" : "");
    }

    [Theory, EachDatabase]
    public async Task A_report_as_of_a_moment_does_not_know_what_came_later(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        var id = await place.InsertAsync("2026-03-01T10:00:00Z");
        await place.ChangeAsync(
            id,
            async (unit, deltas, record) =>
            {
                await record.AddAsync(unit, deltas, "received", 5_000_000, record.At, "2026-03-01", "user:1", "Corrected");
                await record.MoveAsync(unit, deltas, "returned", ReportPlace.Time("2026-03-02T00:00:00Z"), "user:1", "Returned");
            }
        );
        await place.RebuildAsync();
        var march = Asked("day", "2026-03-01", "2026-03-02");

        foreach (var request in new[] { march, march with { AsOf = "2900-01-01" } })
        {
            var now = await place.AskAsync(request);
            Assert.Equal(
                ["2026-03-01 1 0 25", "2026-03-02 -1 1 -25"],
                now.Rows.Select(r => $"{r.Key} {r.Conversions} {r.Returned} {r.Revenue:0}")
            );
            Assert.Equal((0L, 1L, 0m), (now.Totals[0].Conversions, now.Totals[0].Returned, now.Totals[0].Revenue));
        }

        var then = await place.AskAsync(march with { AsOf = "2026-03-01" });
        Assert.Equal(
            ("records", "2026-03-01 1 0 20"),
            (then.CountedFrom, then.Rows.Single() is var r ? $"{r.Key} {r.Conversions} {r.Returned} {r.Revenue:0}" : "")
        );
        Assert.Empty((await place.AskAsync(march with { AsOf = "2026-02-28" })).Rows);
    }

    [Theory, EachDatabase]
    public async Task A_file_names_its_zone_neutralises_formulas_and_leaves_numbers_numbers(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        await place.InsertAsync("2026-03-01T10:00:00Z", received: 5, paid: 7);
        await place.ExecuteAsync("UPDATE affiliates SET name = '=cmd|1, \"x\"' WHERE id = 1");
        await place.RebuildAsync();
        var report = await place.AskAsync(
            Asked("day,affiliate,subAffiliate", "2026-03-01", "2026-03-01", "Europe/Berlin") with
            {
                Compare = "previous",
            }
        );

        var http = new DefaultHttpContext();
        var body = new MemoryStream();
        http.Response.Body = body;
        await new CsvAnswer<ReportRow>(
            "report.csv",
            ReportFile.Columns(report, Actor.System),
            _ => Task.FromResult<Result<Page<ReportRow>>>(new Page<ReportRow>(report.Rows, null))
        ).ExecuteAsync(http);
        var lines = System.Text.Encoding.UTF8.GetString(body.ToArray()).TrimStart('\uFEFF').Split("\r\n");
        Assert.StartsWith(
            "Day (Europe/Berlin),Affiliate ID,Affiliate Name,Sub-affiliate,Currency,Clicks,Total clicks,",
            lines[0],
            StringComparison.Ordinal
        );
        Assert.EndsWith(",Pending cost before", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "2026-03-01,1,\"'=cmd|1, \"\"x\"\"\",,USD,0,0,0,1,0,0,0,0,,5.00,7.00,-2.00,-0.4,,0.00,0.00,0,",
            lines[1],
            StringComparison.Ordinal
        );
        Assert.Equal("", lines[2]);
    }

    private static ReportRequest Asked(string? groupBy, string from, string? to, string? zone = null) =>
        new()
        {
            GroupBy = groupBy,
            From = from,
            To = to,
            Zone = zone,
        };

    private static string Line(ReportNumbers n) =>
        string.Join(' ', ReportColumn.All.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}={c.Of(n)}")));
}
