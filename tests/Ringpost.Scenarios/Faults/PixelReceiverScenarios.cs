using System.Globalization;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>Receivers of pixels that fail, hang, redirect or are not there: retried or refused, shown in the log, and no call waits for them.</summary>
public sealed class PixelReceiverScenarios
{
    [Theory, EachDatabase]
    public async Task A_receiver_that_fails_first_gets_the_pixel_again_under_the_same_key(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        receiver.Statuses.Enqueue(500);
        await using var server = await RunningServer.StartAsync(dialect);
        var delivery = await PlayAsync(server, $"{receiver.Address}px?t=[Call:InboundCallId]");
        delivery = await SettledAsync(server, delivery);
        Assert.Equal("delivered", (string?)delivery["state"]);
        Assert.Equal(2, receiver.All.Count);
        Assert.Single(receiver.All.Select(r => (r.IdempotencyKey, r.Query["t"])).Distinct());
    }

    [Theory, EachDatabase]
    public async Task A_receiver_that_asks_for_patience_is_not_asked_again_before(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        receiver.Statuses.Enqueue(429);
        receiver.RetryAfter = 600;
        await using var server = await RunningServer.StartAsync(dialect);
        var before = DateTimeOffset.Parse(
            (string)(await PlayAsync(server, $"{receiver.Address}px"))["createdAt"]!,
            CultureInfo.InvariantCulture
        );
        var delivery = await UntilAttemptedAsync(server);
        Assert.Equal("pending", (string?)delivery["state"]);
        Assert.Single(receiver.All);
        Assert.True(DateTimeOffset.Parse((string)delivery["nextAttemptAt"]!, CultureInfo.InvariantCulture) >= before.AddSeconds(600));
    }

    [Theory, EachDatabase]
    public async Task A_receiver_in_the_private_network_is_refused_and_hears_nothing(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        await using var server = await RunningServer.StartAsync(dialect, ("Delivery:AllowPrivateAddresses", "false"));
        await PlayAsync(server, $"{receiver.Address}px");
        var delivery = await UntilAttemptedAsync(server);
        Assert.Empty(receiver.All);
        Assert.NotEqual("delivered", (string?)delivery["state"]);
        Assert.Contains("address", delivery.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, EachDatabase]
    public async Task While_a_receiver_never_answers_calls_are_taken_and_settled(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        receiver.Hangs = true;
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await AttachAsync(server, seed.CallCampaignId, $"{receiver.Address}px");
        for (var call = 0; call < 5; call++)
            await server.PlayCallAsync(seed, "answer:90", from: $"+1415555017{call}");
        var calls = await server.Api.ListAsync("calls");
        Assert.Equal(5, calls.Count);
        Assert.All(calls, c => Assert.True((bool)c["paid"]!));
        Assert.All(await server.Api.ListAsync("deliveries"), d => Assert.Equal("pending", (string?)d["state"]));
    }

    private static async Task<JsonNode> PlayAsync(RunningServer server, string url)
    {
        var seed = await server.CreateSeedExampleAsync();
        await AttachAsync(server, seed.CallCampaignId, url);
        await server.PlayCallAsync(seed, "answer:90");
        return Assert.Single(await server.Api.ListAsync("deliveries"));
    }

    private static async Task AttachAsync(RunningServer server, string campaignId, string url)
    {
        var pixel = await server.Api.PostAsync(
            "pixels",
            new
            {
                name = "Foreign tracker",
                fireOn = "payout",
                url,
            }
        );
        await server.Api.PutAsync($"call-campaigns/{campaignId}/pixels/{pixel["id"]}");
    }

    private static async Task<JsonNode> SettledAsync(RunningServer server, JsonNode delivery)
    {
        await RunningServer.UntilAsync(
            async () => (string?)(delivery = Assert.Single(await server.Api.ListAsync("deliveries")))["state"] != "pending",
            () => Task.FromResult(delivery.ToJsonString())
        );
        return delivery;
    }

    private static async Task<JsonNode> UntilAttemptedAsync(RunningServer server)
    {
        JsonNode delivery = new JsonObject();
        await RunningServer.UntilAsync(
            async () => (delivery = Assert.Single(await server.Api.ListAsync("deliveries")))["attempts"]!.AsArray().Count > 0,
            () => Task.FromResult(delivery.ToJsonString())
        );
        return delivery;
    }
}
