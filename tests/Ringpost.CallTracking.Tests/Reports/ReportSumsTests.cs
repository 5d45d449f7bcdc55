using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Earnings;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.CallFilters;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Reports;

/// <summary>Sums of hours say what their calls say, whatever is written when (decision 0021).</summary>
public sealed class ReportSumsTests
{
    private static readonly CallReportGrouping[] Summed =
    [
        CallReportGrouping.CallCampaign,
        CallReportGrouping.Publisher,
        CallReportGrouping.Day,
        CallReportGrouping.Hour,
        CallReportGrouping.Target,
        CallReportGrouping.Buyer,
    ];

    private static readonly TimeRange March = new(new Instant(At2026(3, 1, 0)), new Instant(At2026(4, 1, 0)));

    [Theory, EachDatabase]
    public async Task Whatever_is_written_between_two_rounds_the_sums_say_what_the_calls_say(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var calls = await KnownCalls.WriteAsync(setup);
        var random = new Random(20261130);
        var taken = 0;
        for (var step = 0; step < 60; step++)
        {
            await ChangeAsync(setup, random, calls[random.Next(calls.Count)].Call.Id, step);
            // Sometimes several changes wait, sometimes one comes right behind a round.
            if (random.Next(3) == 0)
                await setup.The<SumReportHours>().RunAsync();
            taken += await SameAsync(setup, calls, random);
        }

        Assert.True(taken > 0, "No report was read from sums.");
    }

    [Theory, EachDatabase]
    public async Task A_change_that_comes_while_an_hour_is_added_up_keeps_it_due(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall("one", At2026(3, 1)) { Connected = 1, Revenue = 5_000_000 });
        var sum = setup.The<SumReportHours>();
        await sum.RunAsync();
        var hour = At2026(3, 1) / ReportParts.Hour;
        Assert.Equal([hour], await HoursAsync(setup));

        await AdjustAsync(setup.Database, "one", "revenue", 1_000_000);
        Assert.Empty(await HoursAsync(setup));
        var (filled, changes) = await setup.Database.ReadAsync(c => ReportSumsSql.StateAsync(c, hour));
        Assert.Single(changes);
        await AdjustAsync(setup.Database, "one", "revenue", 2_000_000);
        // Whoever had read before the second change stores what he read: the hour does not count.
        Assert.True(await setup.Database.WriteAsync(WriteKeys.None, unit => ReportSumsSql.FillAsync(unit, hour, filled, changes, [])));
        Assert.Empty(await HoursAsync(setup));
        Assert.Equal(8m, await RevenueAsync(setup));
        // And whoever comes later with what he read before stores nothing.
        Assert.False(await setup.Database.WriteAsync(WriteKeys.None, unit => ReportSumsSql.FillAsync(unit, hour, filled, changes, [])));
        await sum.RunAsync();
        Assert.Equal([hour], await HoursAsync(setup));
        Assert.Equal(8m, await RevenueAsync(setup));
    }

    [Theory, EachDatabase]
    public async Task A_call_in_progress_keeps_its_hour_from_being_added_up(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall("long", At2026(3, 1)) { Live = 1 }, new StoredCall("later", At2026(3, 1, 15)));
        await setup.The<SumReportHours>().RunAsync();
        Assert.Equal([13, 14, 15], (await HoursAsync(setup)).Select(h => (int)(h - (At2026(3, 1, 0) / ReportParts.Hour))));
        await ExecuteAsync(setup, "UPDATE calls SET live = 0, connected = 1, revenue = 3000000 WHERE id = 'long'");
        Assert.Equal(3m, await RevenueAsync(setup));
        await setup.The<SumReportHours>().RunAsync();
        Assert.Equal(4, (await HoursAsync(setup)).Count);
        Assert.Equal(3m, await RevenueAsync(setup));
    }

    [Fact]
    public async Task On_PostgreSQL_an_hour_waits_for_whoever_had_begun_before_it_had_a_row()
    {
        await using var setup = await CallSetup.OpenAsync(Dialect.Postgres);
        await WriteAsync(setup.Database, new StoredCall("one", At2026(3, 1)) { Revenue = 5_000_000 });
        using var changed = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var slow = setup.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await unit.Connection.ExecuteAsync("UPDATE calls SET revenue = 9000000 WHERE id = 'one'");
                changed.Release();
                await go.WaitAsync();
            }
        );
        await changed.WaitAsync();
        await setup.The<SumReportHours>().RunAsync();
        Assert.Empty(await HoursAsync(setup));
        go.Release();
        await slow;
        await setup.The<SumReportHours>().RunAsync();
        Assert.Single(await HoursAsync(setup));
        Assert.Equal(9m, await RevenueAsync(setup));
    }

    [Theory, EachDatabase]
    public async Task A_year_is_reported_where_sums_answer_and_31_days_where_calls_are_counted(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("first", At2026(1, 2)) { Revenue = 1_000_000 },
            new StoredCall("last", At2026(6, 30)) { Revenue = 2_000_000 }
        );
        var report = setup.The<CallReport>();
        var year = new CallReport.Request { From = "2026-01-01", To = "2026-12-31" };
        var waiting = Assert.IsType<Invalid>((await report.RunAsync(CallSetup.Admin, year)).Refusal);
        Assert.Equal(["These days are still being added up: for some minutes at most 31 days at a time."], waiting.Errors["to"]);
        while (await setup.The<SumReportHours>().RunAsync()) { }
        while (await setup.The<SumReportHours>().RunAsync()) { }
        foreach (var groupBy in new[] { "callCampaign", "publisher", "day", "hour" })
            Assert.Equal(3m, (await report.RunAsync(CallSetup.Admin, year with { GroupBy = groupBy })).Value.Total.Revenue);
        // By day in a zone whose hours are not those of UTC, by what no sum knows, and with such a filter.
        foreach (
            var other in new[]
            {
                year with
                {
                    GroupBy = "day",
                    Zone = "Asia/Kolkata",
                },
                year with
                {
                    GroupBy = "number",
                },
                year with
                {
                    Number = "+12025550181",
                },
                year with
                {
                    State = "final",
                },
                year with
                {
                    From = "2025-01-01",
                },
            }
        )
            Assert.Equal(["to"], Assert.IsType<Invalid>((await report.RunAsync(CallSetup.Admin, other)).Refusal).Errors.Keys);
        Assert.Equal(3m, (await report.RunAsync(CallSetup.Admin, year with { Zone = "Asia/Kolkata" })).Value.Total.Revenue);

        var points = (await setup.The<CallTimeline>().RunAsync(CallSetup.Admin, new() { From = "2026-01-01", To = "2026-12-31" }))
            .Value
            .Points;
        Assert.Equal((365, 2), (points.Count, points.Count(p => p.Incoming == 1)));
        // Who may not see revenue sees none in sums either.
        var reader = new Actor("user:9", "Reader", Role.ReadOnly);
        var seen = (await report.RunAsync(reader, year)).Value.Total;
        Assert.Equal((2, null), (seen.Incoming, seen.Revenue));
        Assert.Equal(0, seen.Counts.Revenue);
    }

    [Theory, EachDatabase]
    public async Task A_rebuild_adds_every_hour_up_again(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(setup.Database, new StoredCall("one", At2026(3, 1)) { Revenue = 5_000_000 });
        await setup.The<SumReportHours>().RunAsync();
        // As if somebody had written into the table.
        await ExecuteAsync(setup, "UPDATE call_report_sums SET revenue = 1");
        Assert.NotEqual(5m, await RevenueAsync(setup));
        var differences = (await setup.The<CheckCallReport>().RunAsync(CallSetup.Admin)).Value;
        Assert.Equal([(5m, 0.000001m)], differences.Select(d => (d.Expected, d.Found)));
        Assert.IsType<Forbidden>((await setup.The<RebuildCallReport>().RunAsync(CallSetup.Reader)).Refusal);
        Assert.Equal(1, (await setup.The<RebuildCallReport>().RunAsync(CallSetup.Admin)).Value.Hours);
        Assert.Equal(5m, await RevenueAsync(setup));
        await setup.The<SumReportHours>().RunAsync();
        Assert.Single(await HoursAsync(setup));
        Assert.Equal(5m, await RevenueAsync(setup));
        Assert.Empty((await setup.The<CheckCallReport>().RunAsync(CallSetup.Admin)).Value);
    }

    /// <summary>Every way in which what a report counts comes to be.</summary>
    private static Task ChangeAsync(CallSetup setup, Random random, string call, int step) =>
        random.Next(11) switch
        {
            0 => AdjustAsync(setup.Database, call, "revenue", random.Next(-9, 9) * 100_000L),
            1 => AdjustAsync(setup.Database, call, "payout", random.Next(-9, 9) * 100_000L),
            2 => ExecuteAsync(setup, "UPDATE calls SET live = 0 WHERE live = 1 AND id = @call", call),
            3 => ExecuteAsync(setup, "UPDATE calls SET converted = 1 - converted, revenue = revenue + 250000 WHERE id = @call", call),
            4 => ExecuteAsync(setup, "UPDATE calls SET cost = 12000, cost_currency = 'USD' WHERE id = @call", call),
            5 => ExecuteAsync(setup, "UPDATE calls SET publisher_id = NULL, paid = 1 - paid WHERE id = @call", call),
            6 => ExecuteAsync(setup, "UPDATE call_legs SET revenue = revenue + 500000, converted = 1 WHERE call_id = @call", call),
            7 => ExecuteAsync(
                setup,
                "INSERT INTO call_adjustment_requests (id, call_id, asked_at, source, actor_id, actor_name, mode, revenue, currency, reason, state, cause) "
                    + $"VALUES ('AR{step}', @call, 0, 'Buyer', 'x', 'x', 'Relative', -1, 'USD', 'x', 'Pending', 'Fraud') ON CONFLICT DO NOTHING",
                call
            ),
            8 => ExecuteAsync(setup, "UPDATE call_adjustment_requests SET state = 'Declined' WHERE call_id = @call", call),
            9 => ExecuteAsync(setup, "UPDATE calls SET uncounted = 1 - uncounted WHERE id = @call", call),
            _ => WriteAsync(
                setup.Database,
                new StoredCall($"N{step}", At2026(3, 1, 0) + random.Next(31 * 24 * 60) * 60_000L)
                {
                    Live = random.Next(4) == 0 ? 1 : 0,
                    Converted = random.Next(2),
                    Revenue = 4_000_000,
                    Payout = 3_000_000,
                }
            ),
        };

    /// <summary>Each report from sums as from calls, in ranges that begin anywhere, with and without a hold; returns how many had sums in them.</summary>
    private static Task<int> SameAsync(CallSetup setup, IReadOnlyList<KnownCall> calls, Random random)
    {
        var from = At2026(3, 1, 0) + random.Next(20 * 24 * 60) * 60_000L;
        var range = random.Next(2) == 0 ? March : new TimeRange(new Instant(from), new Instant(from + random.Next(10 * 24 * 60) * 60_000L));
        var filter = new CallFilter
        {
            CallCampaignId = random.Next(4) == 0 ? new(calls[0].Call.Campaign) : null,
            PublisherId = random.Next(4) == 0 && calls.First(c => c.Call.Publisher is not null).Call.Publisher is { } p ? new(p) : null,
        };
        var held = random.Next(2) == 0 ? new Instant(long.MaxValue) : new Instant(At2026(3, 10, 0) + random.Next(9999) * 60_000L);
        var scope =
            random.Next(5) == 0 ? CallScope.Of(new Actor("user:9", "Reader", Role.ReadOnly), setup.Database.Dialect) : CallScope.Everything;
        return setup.Database.ReadAsync(async connection =>
        {
            var configuration = await setup.SnapshotAsync();
            foreach (var grouping in Summed)
            {
                var key = ReportKey.Read(new Validation(), Actor.System, $"{grouping}", null, configuration, range, setup.Database.Dialect);
                // Without revenue there are no legs to group by.
                if (key.CountsLegs && scope.HidesRevenue)
                    continue;
                var criteria = CallCriteria.Of(range, scope) with { Filter = filter, HeldSince = held, OfLegs = key.CountsLegs };
                var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
                var column = CallReportReader.ColumnOf(key, criteria, zone);
                Assert.NotNull(column);
                var summed = (await CallReportReader.ReadAsync(connection, key, criteria, column))!;
                var counted = (await CallReportReader.ReadAsync(connection, key, criteria, null))!;
                Assert.Equal(Lines(counted), Lines(summed));
                Assert.Equal(counted.CallsOfLegs, summed.CallsOfLegs);

                List<string> Lines(ReportReading reading) =>
                    [
                        .. reading
                            // Quarters of an hour and hours are the same day and hour of the zone.
                            .Groups.GroupBy(g =>
                                (
                                    Key: grouping is CallReportGrouping.Day or CallReportGrouping.Hour ? HourOf(g.Key!) : g.Key ?? "",
                                    g.Currency
                                )
                            )
                            .Select(g => $"{g.Key}: {g.Select(x => x.Counts).Aggregate(CallCounts.Add)}")
                            .Order(StringComparer.Ordinal),
                    ];
            }

            return (await ReportSumsSql.HoursAsync(connection, range)).Count;
        });
    }

    private static string HourOf(string quarter) => $"{long.Parse(quarter, System.Globalization.CultureInfo.InvariantCulture) / 4}";

    private static Task<IReadOnlyList<long>> HoursAsync(CallSetup setup) =>
        setup.Database.ReadAsync(c => ReportSumsSql.HoursAsync(c, March));

    private static async Task<decimal?> RevenueAsync(CallSetup setup) =>
        (await setup.The<CallReport>().RunAsync(CallSetup.Admin, new() { From = "2026-03-01", To = "2026-03-01" })).Value.Total.Revenue;

    private static Task ExecuteAsync(CallSetup setup, string sql, string? call = null) =>
        setup.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql, new { call }));
}
