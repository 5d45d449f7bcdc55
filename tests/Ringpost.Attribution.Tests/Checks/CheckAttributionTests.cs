using Dapper;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Checks;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Checks;

/// <summary>What doctor says of the work behind the postbacks: nothing is wrong with what works, and each fault is named.</summary>
public sealed class CheckAttributionTests
{
    private const long Day = 86_400_000;

    [Theory, EachDatabase]
    public async Task Nothing_is_wrong_with_an_instance_that_works(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        Assert.Equal("", await WrongAsync(tracker));
        await tracker.Get<CreateCap>().RunAsync(Actor.System, new(OfferId: tracker.Offer.Id, Interval: "monthly", Limit: 2));
        // The third is over the cap and takes no place; a test takes none either.
        foreach (var more in new[] { "&t=1", "&t=2", "&t=3", "&t=4&test=1" })
            await tracker.SendAsync($"{tracker.Pair}{more}&p=5");
        await RunAsync(
            tracker,
            "INSERT INTO leases (name, holder, until) VALUES ('report-fold', 'x', @now)",
            new { now = tracker.Database.Now }
        );
        Assert.Equal("", await WrongAsync(tracker));
        Assert.True((await new CheckOutbox(tracker.Database).RunAsync(Network.Reader)).Value.IsGood);
    }

    [Theory, EachDatabase]
    public async Task Places_that_were_given_back_are_no_fault_and_a_counter_that_is_off_is_one(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cap = (
            await tracker.Get<CreateCap>().RunAsync(Actor.System, new(OfferId: tracker.Offer.Id, Interval: "lifetime", Limit: 9))
        ).Value;
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=5");
        await tracker.SendAsync($"{tracker.Pair}&t=2&p=5");
        var id = new ConversionId(await tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT max(id) FROM conversions")));
        await tracker.Get<ChangeStatus>().RunAsync(Actor.System, id, new("rejected", Reason: "Wrong number"));
        await RunAsync(tracker, "DELETE FROM report_deltas");
        Assert.Equal("", await WrongAsync(tracker));
        await tracker.Get<RecountCap>().RunAsync(Actor.System, cap.Id, new(LeaveOutReturned: true));
        Assert.Equal("", await WrongAsync(tracker));
        foreach (var used in new[] { 0, 3 })
        {
            await RunAsync(tracker, "UPDATE cap_counters SET used = @used", new { used });
            Assert.Equal("cap", await WrongAsync(tracker));
        }

        await tracker.Get<RecountCap>().RunAsync(Actor.System, cap.Id, new());
        Assert.Equal("", await WrongAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task Deltas_that_nobody_folds_and_rows_that_nobody_deletes_are_named(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=5");
        Assert.Equal("reports", await WrongAsync(tracker));
        await RunAsync(tracker, "DELETE FROM report_deltas");

        await RunAsync(tracker, "UPDATE pixel_log SET at = at - @age", new { age = 400 * Day });
        Assert.Equal("", await WrongAsync(tracker));
        await RunAsync(tracker, "UPDATE pixel_log SET at = at - @age", new { age = 2 * Day });
        Assert.Equal("pixel-log", await WrongAsync(tracker));
        await RunAsync(tracker, "DELETE FROM pixel_log");

        await tracker.TakeClicksAsync();
        await tracker.ClickAsync();
        await RunAsync(tracker, "DELETE FROM report_deltas");
        Assert.Equal("", await WrongAsync(tracker));
        await RunAsync(tracker, "UPDATE clicks SET at = at - @age", new { age = 402 * Day });
        Assert.Equal("clicks", await WrongAsync(tracker));
    }

    [Theory, EachDatabase]
    public async Task What_is_pending_for_long_and_what_is_not_sent_is_named(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=5");
        var id = new ConversionId((await tracker.OnlyConversionAsync()).Id);
        await tracker.Get<ChangeStatus>().RunAsync(Actor.System, id, new("pending", Reason: "Look again"));
        await RunAsync(tracker, "DELETE FROM report_deltas");
        await RunAsync(tracker, "UPDATE conversions SET arrived_at = arrived_at - @age", new { age = 29 * Day });
        Assert.Equal("", await WrongAsync(tracker));
        await RunAsync(tracker, "UPDATE conversions SET arrived_at = arrived_at - @age", new { age = 2 * Day });
        Assert.Equal("pending", await WrongAsync(tracker));

        var check = new CheckOutbox(tracker.Database);
        var waiting = tracker.Database.Pick("deliveries", "open_deliveries");
        await tracker.Database.WriteAsync(WriteKeys.None, unit => tracker.Get<Outbox>().EnqueueAsync(unit, [Delivery(unit.Now)]));
        Assert.True((await check.RunAsync(Actor.System)).Value.IsGood);
        await RunAsync(tracker, $"UPDATE {waiting} SET next_attempt_at = next_attempt_at - 700000");
        Assert.False((await check.RunAsync(Actor.System)).Value.IsGood);
        await RunAsync(
            tracker,
            $"UPDATE {waiting} SET claimed_until = @until",
            new { until = tracker.Database.Now + TimeSpan.FromSeconds(60) }
        );
        Assert.True((await check.RunAsync(Actor.System)).Value.IsGood);
    }

    private static DeliveryDraft Delivery(Instant now) =>
        new(
            "conversion",
            "1",
            "campaign:1",
            "conversion",
            "1",
            "GET",
            "https://x.example/",
            new Dictionary<string, string>(),
            null,
            null,
            SuccessRule.Status,
            now
        );

    private static async Task<string> WrongAsync(Tracker tracker)
    {
        var findings = (await tracker.Get<CheckAttribution>().RunAsync(Network.Reader, new(30, TimeSpan.Zero))).Value;
        Assert.True(findings.Count >= 5);
        return string.Join(' ', findings.Where(f => !f.IsGood).Select(f => f.What));
    }

    private static Task RunAsync(Tracker tracker, string sql, object? parameters = null) =>
        tracker.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql, parameters));
}
