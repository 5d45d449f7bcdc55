using Dapper;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Targets;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Caps;

public sealed class CapSettingTests
{
    [Theory, EachDatabase]
    public async Task Caps_are_set_kept_and_taken_away(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var target = (
            await setup
                .The<CreateTarget>()
                .RunAsync(CallSetup.Admin, new("T", null, new("number", "+12025550190"), Caps: new(Daily: 5, DailySum: 12.5m, Hourly: -1)))
        ).Value;
        Assert.Equal((5, 12_500_000L, null), (target.Caps.Daily, target.Caps.DailySum, target.Caps.Hourly));
        Assert.Equal((CapCountOn.Convert, false, true), (target.Caps.CountOn, target.Caps.StrictCounts, target.Caps.StrictSums));
        var renamed = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new("U"))).Value;
        Assert.Equal(target.Caps, renamed.Caps);
        Assert.Equal(target.Caps, (await setup.SnapshotAsync()).Targets[target.Id].Caps);
        var none = (await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Caps: new((CapsRequest?)null)))).Value;
        Assert.Equal(CallCaps.None, none.Caps);

        var publisher = (
            await setup.The<CreatePublisher>().RunAsync(CallSetup.Admin, new("P", null, new(Monthly: 3, StrictCounts: true), 7, true))
        ).Value;
        var stored = (await setup.SnapshotAsync()).Publishers[publisher.Id];
        Assert.Equal(publisher, stored);
        Assert.Equal(
            (3, null, true, 7, true),
            (stored.Caps.Monthly, stored.Caps.CountOn, stored.Caps.StrictCounts, stored.ConcurrencyCap, stored.BlockCallsIfCapped)
        );
        var buyer = (await setup.The<CreateBuyer>().RunAsync(CallSetup.Admin, new("B"))).Value;
        var changed = (
            await setup
                .The<ChangeBuyer>()
                .RunAsync(CallSetup.Admin, buyer.Id, new(Caps: new CapsRequest(AllTimeSum: 900), ConcurrencyCap: 4))
        ).Value;
        Assert.Equal(changed, (await setup.SnapshotAsync()).Buyers[buyer.Id]);
        Assert.Equal((900_000_000L, 4), (changed.Caps.AllTimeSum, changed.ConcurrencyCap));
    }

    [Theory, EachDatabase]
    public async Task Wrong_caps_are_told_all_at_once_at_their_fields(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var refusal = (
            await setup
                .The<CreatePublisher>()
                .RunAsync(
                    CallSetup.Admin,
                    new("", null, new(Hourly: -5, DailySum: -2, MonthlySum: 1.1234567m, CountOn: "connect", TimeZone: "Nowhere"), 0)
                )
        ).Refusal;
        Assert.Equal(
            ["caps.countOn", "caps.dailySum", "caps.hourly", "caps.monthlySum", "caps.timeZone", "concurrencyCap", "name"],
            Assert.IsType<Invalid>(refusal).Errors.Keys.Order(StringComparer.Ordinal)
        );
        var ofTarget = await setup
            .The<CreateTarget>()
            .RunAsync(CallSetup.Admin, new("T", null, new("number", "+12025550190"), Caps: new(CountOn: "answer")));
        Assert.Equal(["caps.countOn"], Assert.IsType<Invalid>(ofTarget.Refusal).Errors.Keys);
    }

    [Theory, EachDatabase]
    public async Task A_new_cap_begins_with_what_its_period_already_has_and_is_set_back_in_the_history(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var target = await setup.TargetAsync();
        await StoreAsync(setup, target.Id, live: false, converted: 3);
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Caps: new CapsRequest(Daily: 2, AllTimeSum: 500)));
        var caps = (await setup.The<GetCallCaps>().RunAsync(CallSetup.Reader, CapOwnerKind.Target, target.Id.Value)).Value;
        Assert.Equal(
            [("daily", null, 2m, 3m, 1m, true), ("allTimeSum", "USD", 500m, 75m, 0m, false)],
            caps.Caps.Select(c => (c.Cap, c.Currency, c.Limit, c.Used, c.Over, c.Full))
        );
        Assert.NotNull(caps.Caps[0].NextReset);
        Assert.Null(caps.Caps[1].NextReset);

        Assert.IsType<Forbidden>(
            (await setup.The<ResetCallCap>().RunAsync(CallSetup.Reader, CapOwnerKind.Target, target.Id.Value, new("daily"))).Refusal
        );
        var reset = (await setup.The<ResetCallCap>().RunAsync(CallSetup.Admin, CapOwnerKind.Target, target.Id.Value, new("daily"))).Value;
        Assert.Equal((0m, false), (reset.Caps[0].Used, reset.Caps[0].Full));
        // A new limit keeps what was set back; a cap that counts otherwise begins with what is stored.
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(Caps: new CapsRequest(Daily: 9, AllTimeSum: 500)));
        Assert.Equal([0m, 75m], await UsedAsync(setup, target.Id));
        await setup
            .The<ChangeTarget>()
            .RunAsync(CallSetup.Admin, target.Id, new(Caps: new CapsRequest(Daily: 9, AllTimeSum: 500, CountOn: "revenue")));
        Assert.Equal([3m, 75m], await UsedAsync(setup, target.Id));
        await setup.The<ResetCallCap>().RunAsync(CallSetup.Admin, CapOwnerKind.Target, target.Id.Value, new("allTimeSum"));
        await setup.The<ResetCallCap>().RunAsync(CallSetup.Admin, CapOwnerKind.Target, target.Id.Value, new("allTimeSum", "USD", true));
        Assert.Equal([3m, 75m], await UsedAsync(setup, target.Id));

        var history = await setup.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "target", target.Id.Value));
        var back = history.Where(h => h.Action == "reset-cap").ToList();
        Assert.Equal(3, back.Count);
        Assert.Contains("\"used\":3", back[2].Before, StringComparison.Ordinal);
        Assert.Contains("\"used\":0", back[2].After, StringComparison.Ordinal);

        foreach (var cap in new[] { "monthly", null, "Daily" })
            Assert.Equal(
                ["cap"],
                Assert
                    .IsType<Invalid>(
                        (await setup.The<ResetCallCap>().RunAsync(CallSetup.Admin, CapOwnerKind.Target, target.Id.Value, new(cap))).Refusal
                    )
                    .Errors.Keys
            );
        Assert.IsType<Missing>((await setup.The<GetCallCaps>().RunAsync(CallSetup.Admin, CapOwnerKind.Buyer, "BU9")).Refusal);
        Assert.IsType<Missing>(
            (await setup.The<ResetCallCap>().RunAsync(CallSetup.Admin, CapOwnerKind.Publisher, "AF9", new("daily"))).Refusal
        );
    }

    [Theory, EachDatabase]
    public async Task A_leaked_slot_is_told_and_given_back(Dialect dialect)
    {
        await using var setup = await CallSetup.OpenAsync(dialect);
        var target = await setup.TargetAsync();
        await setup.The<ChangeTarget>().RunAsync(CallSetup.Admin, target.Id, new(ConcurrencyCap: 2));
        await StoreAsync(setup, target.Id, live: true, converted: 1);
        Assert.True((await setup.The<CheckCallSlots>().RunAsync(CallSetup.Reader)).Value.IsGood);
        await StoreAsync(setup, target.Id, live: false, converted: 1);
        var finding = (await setup.The<CheckCallSlots>().RunAsync(CallSetup.Reader)).Value;
        Assert.False(finding.IsGood);
        Assert.StartsWith("1 concurrency slots", finding.Line, StringComparison.Ordinal);

        var caps = (await setup.The<GetCallCaps>().RunAsync(CallSetup.Reader, CapOwnerKind.Target, target.Id.Value)).Value;
        Assert.Equal(new ConcurrencyAnswer(2, 2, 1), caps.Concurrency);
        var freed = (
            await setup.The<ResetCallCap>().RunAsync(CallSetup.Admin, CapOwnerKind.Target, target.Id.Value, new("concurrency"))
        ).Value;
        Assert.Equal(new ConcurrencyAnswer(2, 1, 0), freed.Concurrency);
        Assert.True((await setup.The<CheckCallSlots>().RunAsync(CallSetup.Reader)).Value.IsGood);
    }

    private static async Task<IEnumerable<decimal>> UsedAsync(CallSetup setup, TargetId id) =>
        (await setup.The<GetCallCaps>().RunAsync(CallSetup.Admin, CapOwnerKind.Target, id.Value)).Value.Caps.Select(c => c.Used);

    /// <summary>Calls to the target now, each converted for 25; each with its slot.</summary>
    private static Task StoreAsync(CallSetup setup, TargetId target, bool live, int converted) =>
        setup.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < converted; i++)
                {
                    var id = setup.The<Identifiers>().TimeOrdered();
                    await unit.Connection.ExecuteAsync(
                        "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, caller, dialed, number_id, campaign_id, test, state, live, blocked, "
                            + "incomplete, duplicate, previously_connected, connected, converted, paid, currency, revenue, payout, conversion_decided, "
                            + "payout_decided, plan, payout_terms) VALUES (@id, 'x', @id, @now, '', '+12025550100', 'NU1', 'CA1', 0, 'Ended', @live, 0, 0, 0, 0, "
                            + "1, 1, 0, 'USD', 25000000, 0, 1, 1, '[]', '[]')",
                        new
                        {
                            id,
                            now = unit.Now,
                            live,
                        }
                    );
                    await unit.Connection.ExecuteAsync(
                        "INSERT INTO call_legs (call_id, leg, route_id, target_id, destination_type, destination, convert_on, convert_seconds, "
                            + "convert_timer_start, convert_revenue, dialed_at, rang, answered, connected, converted, revenue, ringing_seen, answered_seen, "
                            + "progress_seen) VALUES (@id, 1, 'CR1', @target, 'Number', '+1', 'Connected', 0, 'Connected', 25000000, @now, 1, 1, 1, 1, 25000000, "
                            + "1, 1, 0)",
                        new
                        {
                            id,
                            target,
                            now = unit.Now,
                        }
                    );
                    await unit.Connection.ExecuteAsync(
                        "INSERT INTO call_slots (cap, call_id, taken_at) VALUES (@target, @id, @now)",
                        new
                        {
                            id,
                            target,
                            now = unit.Now,
                        }
                    );
                }
            }
        );
}
