using Dapper;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Import;
using Ringpost.CallTracking.Reports;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Import;

/// <summary>A call log as history, against what the same calls come to when they are counted one by one.</summary>
public sealed class RingbaCallLogTests
{
    private const string Since = "2026-09-01";
    private static readonly CallCampaignId Roofing = new("CA1");

    [Theory, EachDatabase]
    public async Task Duplicates_windows_and_caps_see_it_and_no_report_does(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        await world.ImportAsync();
        // Counters that were there before, as a running instance has them.
        await world.Database.WriteAsync(WriteKeys.None, async unit => await StandsAsync(world, unit));
        var random = new Random(20261120);
        var past = Enumerable.Range(0, 400).Select(i => Past.Draw(random, world.Database.Now, i)).ToList();
        world.Server.Calls.AddRange(past.Take(150).Select(p => p.Record));
        await world.ImportAsync(callsSince: Since);
        world.Server.Calls.AddRange(past.Skip(150).Select(p => p.Record));
        var report = await world.ImportAsync(callsSince: Since);
        Assert.Equal("400 read, 250 added, 150 same, 0 different, 0 updated, 0 left out", RingbaWorld.Counts(report, RingbaKind.Call));

        var picture = await world.Setup.SnapshotAsync();
        var now = world.Database.Now;
        var campaign = picture.Campaigns[Roofing];
        await world.Database.ReadAsync(async c =>
        {
            foreach (var caller in past.Select(p => p.Caller).Distinct())
            {
                var mine = past.Where(p => p.Caller == caller && p.Campaign == "CA1").ToList();
                foreach (var (on, condition) in Modes)
                {
                    var guards = campaign.Guards with { Duplicates = new DuplicateSetting(on, 60, true, DuplicateRouting.Original) };
                    var found = await ArrivalSql.FindAsync(c, caller, campaign with { Guards = guards }, now);
                    Assert.Equal(mine.Exists(p => condition(p)), found.Duplicate);
                    Assert.Equal(past.Exists(p => p.Caller == caller && p.Connected), found.Ever);
                }

                var call = new CallRecord
                {
                    Id = new("here"),
                    Caller = caller,
                    CampaignId = Roofing,
                    PublisherId = new("AF1"),
                    ArrivedAt = now,
                };
                Assert.Equal(Last(mine, p => p.Paid && p.Payout > 0), (await DedupeSql.PaidAsync(c, call, ofAll: true)).Before?.At);
                Assert.Equal(
                    Last(mine, p => p.Paid && p.Payout > 0 && p.Publisher == "AF1"),
                    (await DedupeSql.PaidAsync(c, call, ofAll: false)).Before?.At
                );
                var leg = new LegRecord { TargetId = new("TA1"), BuyerId = new BuyerId("BU1") };
                Assert.Equal(
                    Last(past.Where(p => p.Caller == caller), p => p.Converted && p.Revenue > 0 && p.Target == "TA1"),
                    (await DedupeSql.ConvertedAsync(c, call, leg)).Before?.At
                );
                if (caller.Length == 0)
                    continue;
                Assert.Equal(
                    mine.Where(p => p.Connected && p.Target is not null)
                        .GroupBy(p => p.Target)
                        .Select(g => $"{g.Key} {g.Max(p => p.At)}")
                        .Order(),
                    (await EarlierConnectionsSql.ListAsync(c, call)).Select(e => $"{e.TargetId} {e.ConnectedAt.UnixMilliseconds}").Order()
                );
            }
        });

        var month = TimeRange.MonthOf(now, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));
        var utc = TimeRange.MonthOf(now, TimeZoneInfo.Utc);
        var day = TimeRange.DayOf(now, TimeZoneInfo.Utc);
        var onTarget = past.Where(p => p.Target == "TA1").ToList();
        string[] expected =
        [
            $"BU1 daily {onTarget.Count(p => p.Converted && In(p, day))}",
            $"BU1 monthlySum {onTarget.Where(p => In(p, utc)).Sum(p => p.Revenue)}",
            $"TA1 allTime {onTarget.Count(p => p.Revenue > 0)}",
            $"TA1 monthly {onTarget.Count(p => p.Revenue > 0 && In(p, month))}",
        ];
        Assert.Equal(expected, await world.Database.WriteAsync(WriteKeys.None, unit => StandsAsync(world, unit)));
        // Counted from nothing it is the same.
        await world.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync("DELETE FROM call_cap_counters"));
        Assert.Equal(expected, await world.Database.WriteAsync(WriteKeys.None, unit => StandsAsync(world, unit)));

        var groupings = Enum.GetNames<CallReportGrouping>()
            .Where(g => g is not (nameof(CallReportGrouping.Tag) or nameof(CallReportGrouping.Column)));
        foreach (var grouping in groupings.Append("publisherSubId").Append("tag:User:zip"))
            Assert.Empty((
                    await world
                        .Setup.The<CallReport>()
                        .RunAsync(
                            CallSetup.Admin,
                            new()
                            {
                                From = "2026-10-25",
                                To = "2026-11-20",
                                GroupBy = grouping,
                            }
                        )
                ).Value.Rows);
        Assert.Empty((await world.Setup.The<ListCalls>().RunAsync(CallSetup.Admin, new(), new PageRequest())).Value.Items);
        var asked = (await world.Setup.The<ListCalls>().RunAsync(CallSetup.Admin, new() { State = "history" }, new PageRequest(500)))
            .Value
            .Items;
        Assert.Equal(
            past.OrderByDescending(p => p.At).Select(p => (p.At, p.Revenue)),
            asked.Select(a => (a.At.UnixMilliseconds, a.Revenue))
        );
        Assert.All(asked, a => Assert.True(a.History && !a.Counted && !a.Live));
        var one = (await world.Setup.The<GetCall>().RunAsync(CallSetup.Admin, asked[0].Id)).Value;
        Assert.True(one.History);
        var adjusted = await world
            .Setup.The<AdjustCall>()
            .RunAsync(CallSetup.Admin, asked[0].Id, new("absolute", Revenue: 1m, Reason: "no"));
        Assert.Equal("call-is-history", Assert.IsType<Clash>(adjusted.Refusal).Type);
        Assert.Equal(0, await world.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM deliveries")));
    }

    [Theory, EachDatabase]
    public async Task Brought_twice_or_in_two_halves_it_is_as_brought_once(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var random = new Random(7);
        var past = Enumerable.Range(0, 2300).Select(i => Past.Draw(random, world.Database.Now, i, days: 6)).ToList();
        world.Server.Calls.AddRange(past.Select(p => p.Record));
        var empty = await world.DumpAsync();
        var dry = await world.ImportAsync(dryRun: true, callsSince: Since);
        Assert.Equal(empty, await world.DumpAsync());
        Assert.Equal("2300 read, 2300 added, 0 same, 0 different, 0 updated, 0 left out", RingbaWorld.Counts(dry, RingbaKind.Call));

        // Seven weeks without a call, then a page; the second page of the last week never comes, nor does a later try.
        world.Server.MostPages = 12;
        var cut = await world.Operation().RunAsync(CallSetup.Admin, new(RingbaServer.Token, "RA1", world.Server.Address, Since));
        Assert.IsType<Clash>(cut.Refusal);
        Assert.InRange(await CountAsync(world), 1, 2299);

        world.Server.MostPages = int.MaxValue;
        await world.ImportAsync(callsSince: Since);
        Assert.Equal(2300, await CountAsync(world));
        var once = await world.DumpAsync();
        var again = await world.ImportAsync(callsSince: Since);
        Assert.Equal(once, await world.DumpAsync());
        Assert.Equal("2300 read, 0 added, 2300 same, 0 different, 0 updated, 0 left out", RingbaWorld.Counts(again, RingbaKind.Call));

        await using var straight = await RingbaWorld.OpenAsync(dialect);
        straight.Server.Calls.AddRange(past.Select(p => p.Record));
        await straight.ImportAsync(callsSince: Since);
        Assert.Equal(await CallsAsync(straight), await CallsAsync(world));
    }

    [Theory, EachDatabase]
    public async Task A_call_that_comes_now_is_a_duplicate_of_one_at_Ringba(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        world.Server.Calls.Add(Past.Of("RGB1", world.Database.Now - TimeSpan.FromDays(40), "+16615550123", target: "TA2"));
        await world.ImportAsync(callsSince: Since);
        var receive = new ReceiveCall(world.Setup.The<CallBook>(), world.Setup.The<Identifiers>(), world.Setup.The<WeightDraw>());
        foreach (var (sid, caller) in new[] { ("known", "+16615550123"), ("new", "+16615550124") })
            await receive.RunAsync(new("carrier", sid, PhoneNumber.FromStored(caller), "+18005550101", false));
        var calls = await world.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<(string Sid, long Duplicate)>(
                    "SELECT carrier_call_id, duplicate FROM calls WHERE history = 0 ORDER BY carrier_call_id"
                )
            ).AsList()
        );
        Assert.Equal([("known", 1L), ("new", 0L)], calls);
    }

    [Theory, EachDatabase]
    public async Task What_can_not_be_taken_of_a_log_is_told(Dialect dialect)
    {
        await using var world = await RingbaWorld.OpenAsync(dialect);
        var at = world.Database.Now - TimeSpan.FromDays(1);
        var live = Past.Of("RGB2", at + TimeSpan.FromSeconds(0), "+16615550123");
        live["isLive"] = true;
        var elsewhere = Past.Of("RGB3", at + TimeSpan.FromSeconds(1), "+16615550123");
        elsewhere["campaignId"] = "CA404";
        elsewhere["campaignName"] = "Gone";
        var nameless = Past.Of("RGB4", at + TimeSpan.FromSeconds(2), "+16615550123");
        nameless.Remove("inboundCallId");
        var odd = Past.Of("RGB5", at + TimeSpan.FromSeconds(3), "+16615550123");
        odd["conversionAmount"] = -3;
        var strange = Past.Of("RGB6", at + TimeSpan.FromSeconds(4), "+anonymous", target: "TA404");
        world.Server.Calls.AddRange([live, elsewhere, nameless, odd, strange]);
        var report = await world.ImportAsync(callsSince: Since);
        Assert.Equal("5 read, 1 added, 0 same, 0 different, 0 updated, 4 left out", RingbaWorld.Counts(report, RingbaKind.Call));
        Assert.Equal(
            ["RGB2 StillLive", "RGB3 ReferenceMissing", " IdMissing", "RGB5 NotReadable", "RGB6 ReferenceMissing"],
            report.Items.Where(i => i.Kind == RingbaKind.Call).Select(i => $"{i.Id} {i.Reason}")
        );
        strange["conversionAmount"] = 9;
        var changed = await world.ImportAsync(callsSince: Since);
        Assert.Contains(
            "at Ringba",
            changed.Items.Single(i => i.Outcome == RingbaOutcome.Different).Message?.ToString(),
            StringComparison.Ordinal
        );
    }

    private static readonly (DuplicateOn, Func<Past, bool>)[] Modes =
    [
        (DuplicateOn.Connected, p => p.Connected),
        (DuplicateOn.Incoming, p => !p.Blocked),
        (DuplicateOn.CallLength, p => p is { Connected: true, Seconds: >= 60 }),
    ];

    private static bool In(Past call, TimeRange range) => call.At >= range.From.UnixMilliseconds && call.At < range.To.UnixMilliseconds;

    private static Instant? Last(IEnumerable<Past> calls, Func<Past, bool> condition) =>
        calls.Where(condition).Select(p => (long?)p.At).Max() is { } at ? new Instant(at) : null;

    private static async Task<IReadOnlyList<string>> StandsAsync(RingbaWorld world, WriteUnit unit)
    {
        var picture = await CallConfigurationSql.LoadAsync(unit.Connection);
        CapOwner[] owners = [CapOwner.Of(picture.Targets[new("TA1")]), CapOwner.Of(picture.Buyers[new("BU1")])];
        var stands = await CapStand.ReadAsync(unit, owners, picture.Zone, world.Database.Now, "USD", locked: false);
        return [.. stands.Select(s => $"{s.Owner.Id} {s.Line.Field} {s.Used}").Order(StringComparer.Ordinal)];
    }

    private static Task<long> CountAsync(RingbaWorld world) =>
        world.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM calls WHERE history = 1"));

    private static Task<List<(string, long, string, long, long)>> CallsAsync(RingbaWorld world) =>
        world.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<(string, long, string, long, long)>(
                    "SELECT c.id, c.arrived_at, c.caller, c.revenue, (SELECT count(*) FROM call_legs l WHERE l.call_id = c.id) FROM calls c ORDER BY c.id"
                )
            ).AsList()
        );
}
