using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Pixels;

public sealed class BackfillTests
{
    [Theory, EachDatabase]
    public async Task A_new_pixel_is_sent_for_past_calls_as_if_it_had_been_there(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.PixelTail = "&at=[Call:EventTime]";
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 75);
        await world.ReceiveAsync("B", "+16615550107");
        await world.EndAsync("B", 5);
        var before = await DeliveriesAsync(world);

        // The pixels of that world fired as the calls went on: gone, they stand for ones that were made later.
        await world.Database.WriteAsync(Storage.Writing.WriteKeys.None, unit => unit.Connection.ExecuteAsync("DELETE FROM deliveries"));
        world.Time.Advance(TimeSpan.FromDays(3));
        foreach (
            var fireOn in new[]
            {
                PixelEvent.Incoming,
                PixelEvent.Connected,
                PixelEvent.Completed,
                PixelEvent.Converted,
                PixelEvent.Payout,
                PixelEvent.Finalized,
            }
        )
        {
            var happened = before.Count(d => fireOn.ToString().Equals(d.Event, StringComparison.OrdinalIgnoreCase));
            var preview = await RunAsync(world, fireOn, preview: true);
            Assert.Equal(
                (happened, 0, 0, 2 - happened, null),
                (preview.Queued, preview.Skipped, preview.Fired, preview.Without, preview.Next)
            );
            Assert.Equal(preview, await RunAsync(world, fireOn));
            Assert.Equal((0, happened), await RunAsync(world, fireOn) is { } again ? (again.Queued, again.Fired) : default);
        }

        var after = await DeliveriesAsync(world);
        Assert.Equal(before.Select(d => (d.Key, Values(d.Url))), after.Select(d => (d.Key, Values(d.Url))));
    }

    [Theory, EachDatabase]
    public async Task Its_filter_holds_for_past_calls_too(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.Database.WriteAsync(Storage.Writing.WriteKeys.None, unit => unit.Connection.ExecuteAsync("DELETE FROM deliveries"));
        world.PixelFilter = new([new([new("InboundNumber:State", TagOperator.Equals, false, "NY", null)])]);
        Assert.Equal(1, (await RunAsync(world, PixelEvent.Incoming)).Skipped);
        Assert.StartsWith(
            "Skipped by its filter",
            await world.Database.ReadAsync(c => c.QuerySingleAsync<string>("SELECT note FROM deliveries")),
            StringComparison.Ordinal
        );
    }

    [Theory, EachDatabase]
    public async Task It_says_what_it_needs(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var backfill = Backfill(world);
        Assert.IsType<Invalid>((await backfill.RunAsync(Actor.System, new("EVIncoming"), new(null, null))).Refusal);
        Assert.IsType<Missing>((await backfill.RunAsync(Actor.System, new("EVgone"), new("2026-01-01", null))).Refusal);
        Assert.IsType<Clash>((await backfill.RunAsync(Actor.System, new("EVAdjusted"), new("2026-01-01", null))).Refusal);
        Assert.IsType<Forbidden>(
            (await backfill.RunAsync(new Actor("user:2", "Reader", Role.ReadOnly), new("EVIncoming"), new("2026-01-01", null))).Refusal
        );
    }

    private static async Task<BackfillPixel.Response> RunAsync(CallWorld world, PixelEvent fireOn, bool preview = false) =>
        (await Backfill(world).RunAsync(Actor.System, new($"EV{fireOn}"), new("2026-01-01", null, preview))).Value;

    private static BackfillPixel Backfill(CallWorld world)
    {
        var (configuration, version) = (world.Configuration(), new ConfigurationVersion());
        return new BackfillPixel(
            world.Database,
            new Snapshot<CallConfiguration>(world.Database, version, _ => Task.FromResult(configuration)),
            new Snapshot<Instance>(world.Database, version, Instance.ReadAsync),
            new Outbox(new Identifiers(world.Time), new Wake(world.Time))
        );
    }

    /// <summary>The event's time to the second: what was logged and what the pixel said were read a moment apart.</summary>
    private static string Values(string url) => url[..^5];

    private static async Task<IReadOnlyList<(string Event, string Key, string Url)>> DeliveriesAsync(CallWorld world) =>
        (
            await world.Database.ReadAsync(c =>
                c.QueryAsync<(string, string, string)>(
                    "SELECT event, idempotency_key, url FROM deliveries WHERE event <> 'adjusted' ORDER BY idempotency_key"
                )
            )
        ).AsList();
}
