using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.CallLists;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;
using static Ringpost.CallTracking.Tests.CallLists.StoredCall;

namespace Ringpost.CallTracking.Tests.Reports;

public sealed class CallReportTests
{
    [Theory, EachDatabase]
    public async Task By_target_group_stand_the_legs_that_rang_for_one_and_the_others_without(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var (one, two) = ((await setup.TargetAsync("Line 1")).Id.Value, (await setup.TargetAsync("Line 2")).Id.Value);
        var team = (await setup.TargetAsync("Team")).Id.Value;
        await WriteAsync(setup.Database, new StoredCall("rang", At2026(3, 1)) { Connected = 1 }, new StoredCall("plain", At2026(3, 1)));
        await setup.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await unit.Connection.ExecuteAsync(
                    "UPDATE calls SET plan = @plan",
                    new { plan = $$"""[{"route":"CR1","target":"{{team}}"},{"route":"CR2","target":"{{one}}"}]""" }
                );
                return await unit.Connection.ExecuteAsync(
                    "INSERT INTO call_legs (call_id, leg, route_id, target_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, "
                        + "convert_revenue, dialed_at, rang, answered, connected, converted, revenue, ringing_seen, answered_seen, progress_seen) "
                        + "VALUES (@Call, @Leg, @Route, @Target, 'Number', '+12025550190', 'Connected', 0, 'Connected', 0, 5, 1, 0, 0, @Converted, @Revenue, 0, 0, 0)",
                    new[]
                    {
                        // Two lines of the team rang together, one of them earned; a line of its own after them.
                        new
                        {
                            Call = "rang",
                            Leg = 1,
                            Route = "CR1",
                            Target = one,
                            Converted = 0,
                            Revenue = 0L,
                        },
                        new
                        {
                            Call = "rang",
                            Leg = 2,
                            Route = "CR1",
                            Target = two,
                            Converted = 1,
                            Revenue = 7_000_000L,
                        },
                        new
                        {
                            Call = "plain",
                            Leg = 1,
                            Route = "CR2",
                            Target = one,
                            Converted = 1,
                            Revenue = 2_000_000L,
                        },
                    }
                );
            }
        );

        var table = (
            await setup
                .The<CallReport>()
                .RunAsync(
                    CallSetup.Admin,
                    new()
                    {
                        From = "2026-03-01",
                        To = "2026-03-01",
                        GroupBy = "targetGroup",
                    }
                )
        ).Value;
        Assert.Equal([("Team", 2L, 7m), ("-no value-", 1L, 2m)], table.Rows.Select(r => (r.Name, r.Incoming, r.Revenue!.Value)));
        Assert.Equal((ReportCounts.Legs, 2L), (table.Counts, table.Calls));
    }

    [Theory, EachDatabase]
    public async Task Any_grouping_equals_a_naive_recount_and_its_groups_sum_up_to_the_total(Dialect dialect)
    {
        // Amounts are pending for a week, those of the 13th and later.
        await using var setup = await CallSetup.OpenAsync(dialect, new FakeTimeProvider(new(2026, 3, 20, 0, 0, 0, TimeSpan.Zero)));
        await setup.The<SetDisputeSettings>().RunAsync(CallSetup.Admin, new(HoldDays: 7));
        var calls = RandomCalls().Sample(150).Select((c, i) => c with { Id = $"{i:00000}" }).ToArray();
        await WriteAsync(setup.Database, calls);
        await AdjustAsync(setup.Database, calls[0].Id, "revenue", -1_500_000);
        await AdjustAsync(setup.Database, calls[0].Id, "payout", 250_000);

        var disputed = calls.First(c => c is { Live: 0, Converted: 1, Revenue: > 0 } && !IsHeld(c)).Id;
        await DisputeAsync(setup.Database, disputed);
        await setup.The<SumReportHours>().RunAsync();
        foreach (
            var grouping in Enum.GetValues<CallReportGrouping>()
                .Where(g =>
                    g
                        is CallReportGrouping.CallCampaign
                            or CallReportGrouping.Publisher
                            or CallReportGrouping.Number
                            or CallReportGrouping.Day
                            or CallReportGrouping.Hour
                )
        )
        {
            var table = (
                await setup
                    .The<CallReport>()
                    .RunAsync(
                        CallSetup.Reader,
                        new()
                        {
                            From = "2026-03-01",
                            To = "2026-03-31",
                            GroupBy = grouping.ToString(),
                            Zone = "America/New_York",
                        }
                    )
            ).Value;
            var naive = calls.GroupBy(c => NaiveKey(grouping, c) ?? "").ToDictionary(g => g.Key, g => Naive(g, calls[0].Id, disputed));
            Assert.Equal(naive, table.Rows.ToDictionary(r => r.Key ?? "", r => r.Counts));
            Assert.Equal(table.Total.Counts, table.Rows.Aggregate(CallCounts.None, (sum, r) => sum + r.Counts));
            Assert.All(table.Rows, r => Assert.Equal(r.Incoming, r.Completed + r.Blocked + r.IvrHangup + r.Live));
        }

        foreach (var (state, isPending) in new[] { ("pending", true), ("final", false) })
        {
            var part = (
                await setup
                    .The<CallReport>()
                    .RunAsync(
                        CallSetup.Reader,
                        new()
                        {
                            From = "2026-03-01",
                            To = "2026-03-31",
                            State = state,
                            Zone = "America/New_York",
                        }
                    )
            ).Value;
            var expected = Naive(calls.Where(c => c.Live == 0 && IsPending(c, disputed) == isPending), calls[0].Id, disputed);
            Assert.Equal(expected, part.Total.Counts);
            Assert.Equal(isPending ? expected.Revenue : 0, expected.PendingRevenue);
        }
    }

    [Theory, EachDatabase]
    public async Task A_day_of_23_hours_and_one_of_25_hold_their_calls(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("1", At2026(3, 8, 4, 59)),
            new StoredCall("2", At2026(3, 8, 5)),
            new StoredCall("3", At2026(3, 9, 3, 59)),
            new StoredCall("4", At2026(3, 9, 4)),
            new StoredCall("5", At2026(11, 1, 5, 30)),
            new StoredCall("6", At2026(11, 1, 6, 30))
        );
        var march = (
            await setup
                .The<CallReport>()
                .RunAsync(
                    CallSetup.Reader,
                    new()
                    {
                        From = "2026-03-08",
                        To = "2026-03-08",
                        GroupBy = "day",
                        Zone = "America/New_York",
                    }
                )
        ).Value;
        Assert.Equal(("2026-03-08", 2), (Assert.Single(march.Rows).Key, march.Total.Incoming));
        var november = (
            await setup
                .The<CallReport>()
                .RunAsync(
                    CallSetup.Reader,
                    new()
                    {
                        From = "2026-11-01",
                        To = "2026-11-01",
                        GroupBy = "hour",
                        Zone = "America/New_York",
                    }
                )
        ).Value;
        Assert.Equal(["2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00"], november.Rows.Select(r => r.Key));
    }

    [Theory, EachDatabase]
    public async Task Amounts_of_two_currencies_are_never_added(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        await WriteAsync(
            setup.Database,
            new StoredCall("1", At2026(3, 8)) { Revenue = 1_000_000 },
            new StoredCall("2", At2026(3, 8)) { Revenue = 2_000_000, Currency = "EUR" }
        );
        var table = (
            await setup
                .The<CallReport>()
                .RunAsync(
                    CallSetup.Reader,
                    new()
                    {
                        From = "2026-03-08",
                        To = "2026-03-08",
                        GroupBy = "number",
                    }
                )
        ).Value;
        Assert.Equal([("EUR", 2m), ("USD", 1m)], table.Rows.Select(r => (r.Currency!, r.Revenue!.Value)).Order());
        Assert.Equal((2, null, null), (table.Total.Incoming, table.Total.Revenue, table.Total.Currency));
    }

    [Theory, EachDatabase]
    public async Task The_file_is_Ringbas(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var publisher = await setup.PublisherAsync("=House, \"C\"");
        await WriteAsync(
            setup.Database,
            new StoredCall("1", At2026(3, 8))
            {
                Publisher = publisher.Id.Value,
                Connected = 1,
                Converted = 1,
                Revenue = 25_000_000,
                Payout = 18_000_000,
                Seconds = 542,
            },
            new StoredCall("2", At2026(3, 8)) { Publisher = publisher.Id.Value, Seconds = 2 },
            new StoredCall("3", At2026(3, 8)) { Blocked = 1 }
        );
        var file = (
            await setup
                .The<ExportCallReport>()
                .RunAsync(
                    CallSetup.Reader,
                    new()
                    {
                        From = "2026-03-08",
                        To = "2026-03-08",
                        GroupBy = "publisher",
                    }
                )
        ).Value.ToString();
        Assert.Equal(
            "\uFEFF\"Publisher\",\"Incoming\",\"Live\",\"Completed\",\"Ended\",\"Connected\",\"Paid\",\"Converted\",\"No Connect\",\"Duplicate\",\"Blocked\","
                + "\"IVR Hangup\",\"RPC\",\"Revenue\",\"Payout\",\"Profit\",\"Margin\",\"Conversion %\",\"TCL\",\"ACL\",\"Total Cost\",\"Incoming without blocked\",\"Pending revenue\",\"Pending payout\",\"Currency\",\"Counts\"\r\n"
                + "\"'=House, \"\"C\"\"\",\"2\",\"0\",\"2\",\"2\",\"1\",\"0\",\"1\",\"1\",\"0\",\"0\",\"0\",\"12.5\",\"25.00\",\"18.00\",\"7.00\",\"28.00%\",\"50.00%\","
                + "\"00:09:04\",\"00:04:32\",\"0.00\",\"2\",\"0.00\",\"0.00\",\"USD\",\"calls\"\r\n"
                + "\"-no value-\",\"1\",\"0\",\"0\",\"1\",\"0\",\"0\",\"0\",\"1\",\"0\",\"1\",\"0\",\"0\",\"0.00\",\"0.00\",\"0.00\",\"0.00%\",\"0.00%\","
                + "\"00:00:00\",\"00:00:00\",\"0.00\",\"0\",\"0.00\",\"0.00\",\"USD\",\"calls\"\r\n"
                + "\"\",\"3\",\"0\",\"2\",\"3\",\"1\",\"0\",\"1\",\"2\",\"0\",\"1\",\"0\",\"8.333333333333334\",\"25.00\",\"18.00\",\"7.00\",\"28.00%\",\"33.33%\","
                + "\"00:09:04\",\"00:04:32\",\"0.00\",\"2\",\"0.00\",\"0.00\",\"USD\",\"calls\"\r\n",
            file
        );
    }

    [Theory, EachDatabase]
    public async Task More_than_400_days_an_unknown_zone_and_grouping_are_refused_together(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var refusal = (
            await setup
                .The<CallReport>()
                .RunAsync(
                    CallSetup.Reader,
                    new()
                    {
                        From = "2025-01-01",
                        To = "2026-03-01",
                        GroupBy = "week",
                        Zone = "Mars/Olympus",
                    }
                )
        ).Refusal;
        Assert.Equal(["groupBy", "to", "zone"], Assert.IsType<Invalid>(refusal).Errors.Keys.Order());
        Assert.True(
            (
                await setup
                    .The<CallReport>()
                    .RunAsync(
                        CallSetup.Reader,
                        new()
                        {
                            From = "2026-10-05",
                            To = "2026-11-04",
                            GroupBy = "day",
                            Zone = "America/New_York",
                        }
                    )
            ).IsOk
        );
    }

    private static bool IsHeld(StoredCall call) => call.At > At2026(3, 13, 0);

    private static bool IsPending(StoredCall call, string disputed) =>
        call.Live == 0 && (call.Converted == 1 || call.Paid == 1) && (IsHeld(call) || call.Id == disputed);

    private static Task DisputeAsync(Database database, string call) =>
        database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO call_adjustment_requests (id, call_id, asked_at, source, actor_id, actor_name, mode, revenue, currency, reason, state, cause) "
                        + "VALUES ('AR1', @call, 0, 'Buyer', 'x', 'x', 'Relative', -1, 'USD', 'x', 'Pending', 'Fraud')",
                    new { call }
                )
        );

    private static CallCounts Naive(IEnumerable<StoredCall> calls, string adjusted, string disputed) =>
        calls.Aggregate(
            CallCounts.None,
            (sum, c) =>
                sum
                + new CallCounts(
                    1,
                    c.Live,
                    c.Blocked,
                    c.Live == 0 && c.Blocked == 0 ? c.Incomplete : 0,
                    c.Connected,
                    c.Paid,
                    c.Converted,
                    c.Duplicate,
                    c.Revenue - (c.Id == adjusted ? 1_500_000 : 0),
                    c.Payout + (c.Id == adjusted ? 250_000 : 0),
                    c.Seconds ?? 0
                )
                {
                    PendingRevenue = IsPending(c, disputed) ? c.Revenue - (c.Id == adjusted ? 1_500_000 : 0) : 0,
                    PendingPayout = IsPending(c, disputed) ? c.Payout + (c.Id == adjusted ? 250_000 : 0) : 0,
                }
        );

    private static string? NaiveKey(CallReportGrouping grouping, StoredCall call)
    {
        var local = TimeZones.InZone(new Instant(call.At), TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        return grouping switch
        {
            CallReportGrouping.CallCampaign => call.Campaign,
            CallReportGrouping.Publisher => call.Publisher,
            CallReportGrouping.Number => call.Dialed,
            CallReportGrouping.Day => $"{local:yyyy-MM-dd}",
            CallReportGrouping.Hour => $"{local:yyyy-MM-ddTHH}:00{local:zzz}",
            _ => throw new ArgumentOutOfRangeException(nameof(grouping)),
        };
    }

    private static Gen<StoredCall> RandomCalls() =>
        from minute in Gen.Choose(6 * 60, 30 * 24 * 60)
        from kind in Gen.Choose(0, 5)
        from flags in Gen.Choose(0, 15)
        from place in Gen.Choose(0, 2)
        from money in Gen.Choose(0, 99)
        from seconds in Gen.Choose(0, 4000)
        select new StoredCall("", At2026(3, 1, 0) + (minute * 60_000L))
        {
            Live = kind == 0 ? 1 : 0,
            Blocked = kind == 1 ? 1 : 0,
            Incomplete = kind == 2 ? 1 : 0,
            Connected = kind > 2 ? flags & 1 : 0,
            Converted = (flags >> 1) & 1,
            Paid = (flags >> 2) & 1,
            Duplicate = (flags >> 3) & 1,
            Campaign = $"CA{place}",
            Publisher = place == 0 ? null : $"AF{place}",
            Target = kind > 3 ? $"TA{place}" : null,
            Buyer = kind > 3 ? "BU1" : null,
            Dialed = $"+1202555018{place}",
            Revenue = money * 1_000_000L,
            Payout = money * 700_000L,
            Seconds = kind == 0 ? null : seconds,
        };
}
