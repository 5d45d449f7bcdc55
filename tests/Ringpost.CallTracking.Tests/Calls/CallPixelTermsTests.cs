using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>What a pixel's settings make of its firing: delay, publishers, each connection, credentials.</summary>
public sealed class CallPixelTermsTests
{
    [Theory, EachDatabase]
    public async Task A_pixel_of_some_publishers_is_skipped_for_the_calls_of_others(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.PixelTerms = p => p with { Publishers = [new("AF2")] };
        await world.ReceiveAsync("A");
        await world.ReceiveAsync("B", number: CallWorld.OtherNumber);
        var states = await world.Database.ReadAsync(c =>
            c.QueryAsync<(string State, string Note)>("SELECT state, note FROM deliveries ORDER BY state DESC")
        );
        Assert.Equal(
            [("skipped", "Skipped: the pixel is for calls of Other only."), ("pending", "")],
            states.Select(s => (s.State, $"{Phrase.OfKept(s.Note)}"))
        );
    }

    [Theory, EachDatabase]
    public async Task A_delay_counts_from_the_event_and_what_is_asked_of_the_sending_is_stored(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var terms = new SendTerms("CR1", "CR2", "ok", "error");
        world.PixelTerms = p => p with { DelaySeconds = 90, Terms = terms };
        await world.ReceiveAsync("A");
        var call = await world.FindAsync("A");
        var delivery = Assert.Single(await world.Database.ReadAsync(c => DeliveriesOf.ReadAsync(c, Actor.System, "call", call.Id.Value)));
        Assert.Equal(call.ArrivedAt + TimeSpan.FromSeconds(90), delivery.NextAttemptAt);
        Assert.Equal(terms, delivery.Terms);
    }

    [Theory, EachDatabase]
    public async Task Connected_fires_at_each_connection_where_the_pixel_asks_for_it(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.RecoverSeconds = 10;
        world.PixelTerms = p => p with { EachConnection = true };
        world.PixelTail = "&n=[tag:Target:Name]";
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 1, LegProgressStep.Answered, 2, 5);
        await world.FinishAsync("A", 1, LegEnd.Completed, 9, true);
        await world.ReportAsync("A", 2, LegProgressStep.Answered, 2, 30);
        // What a carrier says twice fires once.
        await world.ReportAsync("A", 2, LegProgressStep.Answered, 2, 30);
        await world.FinishAsync("A", 2, LegEnd.Completed, 60, false);
        await world.EndAsync("A", 95);

        var call = await world.FindAsync("A");
        var connected = await world.Database.ReadAsync(c =>
            c.QueryAsync<(string Key, string Url)>(
                "SELECT idempotency_key, url FROM deliveries WHERE event = 'connected' ORDER BY next_attempt_at"
            )
        );
        Assert.Equal(
            [($"call:{call.Id}:EVConnected:connected", "First"), ($"call:{call.Id}:EVConnected:connected:leg-2", "Second")],
            connected.Select(c => (c.Key, c.Url[(c.Url.LastIndexOf('=') + 1)..]))
        );
    }
}
