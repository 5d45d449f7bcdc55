using System.Globalization;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Halves;

/// <summary>cake.md 7 and 13.12: what affiliates and the network itself are told of conversions, over real receivers.</summary>
public sealed class AffiliatePostbackScenarios
{
    [Theory, EachDatabase]
    public async Task Every_token_arrives_at_the_affiliates_receiver_and_the_card_says_so(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        await using var network = await TrackerAsync(dialect);
        await network.SetAsync(
            $"offer-campaigns/{network.Seed.OfferCampaignId}/pixel",
            new
            {
                postbackUrl = $"{receiver.Address}aff?a=#affid#&o=#oid#&c=#campid#&cr=#cid#&s1=#s1#&s5=#s5#&t=#tid#&l=#leadid#&p=#price#&cur=#currency#&e=#eid#"
                    + "&n=#ename#&r=#reqid#&or=#oreqid#&u=#udid#&ip=#ip#&sip=#sourceip#&ut=#utcunixtime#&d=#sourcedate#&x=#nope#",
            }
        );
        var at = RunningServer.Time.GetUtcNow().AddDays(-3);
        await network.SendAsync($"t=call%201&p=20&ap=7.5&s1=a%26b&dt={at:yyyy-MM-ddTHH:mm:ss}Z");

        var conversion = Assert.Single(await network.Server.ConversionsAsync(1));
        var got = Assert.Single(receiver.All);
        var expected = new Dictionary<string, string>
        {
            ["a"] = $"{network.Seed.AffiliateId}",
            ["o"] = $"{network.Seed.OfferId}",
            ["c"] = $"{network.Seed.OfferCampaignId}",
            ["cr"] = $"{conversion["creativeId"]}",
            ["s1"] = "a&b",
            ["s5"] = "",
            ["t"] = "call 1",
            ["l"] = (string)conversion["publicId"]!,
            ["p"] = "7.50",
            ["cur"] = "USD",
            ["e"] = $"{network.Seed.DefaultEventId}",
            ["n"] = (string)conversion["eventName"]!,
            ["r"] = "",
            ["or"] = "",
            ["u"] = "",
            ["ip"] = (string)conversion["ip"]!,
            ["sip"] = "",
            ["ut"] = $"{at.ToUnixTimeSeconds()}",
        };
        Assert.All(expected, e => Assert.Equal(e.Value, got.Query[e.Key]));
        Assert.EndsWith(".0000000", got.Query["d"], StringComparison.Ordinal);
        Assert.Equal($"conversion:{conversion["id"]}:campaign:{network.Seed.OfferCampaignId}:conversion", got.IdempotencyKey);

        var card = await network.Server.Api.GetAsync($"conversions/{conversion["id"]}");
        Assert.True((bool)card["affiliateTold"]!["told"]!);
        Assert.True((bool)conversion["pixelFired"]!);
        Assert.Equal("delivered", (string?)Assert.Single(card["affiliateTold"]!["deliveries"]!.AsArray())!["state"]);
    }

    [Theory, EachDatabase]
    public async Task The_networks_own_levels_are_called_beside_the_affiliates_each_after_its_delay(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        await using var network = await TrackerAsync(dialect);
        await network.SetAsync(
            $"affiliates/{network.Seed.AffiliateId}/pixel",
            new { postbackUrl = $"{receiver.Address}affiliate?p=#price#" }
        );
        await network.SetAsync(
            $"offers/{network.Seed.OfferId}/pixel",
            new { postbackUrl = $"{receiver.Address}offer?r=#received#", postbackDelayMs = 3_600_000 }
        );
        await network.SetAsync("settings/pixel", new { postbackUrl = $"{receiver.Address}system?adv=#advid#" });
        await network.SendAsync("t=1");

        JsonNode[] deliveries = [];
        await RunningServer.UntilAsync(
            async () =>
                (deliveries = [.. await network.Server.Api.ListAsync("deliveries")]).Count(d => (string?)d["state"] == "delivered") == 2,
            async () => string.Join('\n', (await network.Server.Api.ListAsync("deliveries")).Select(d => d.ToJsonString()))
        );
        Assert.Equal(["/affiliate", "/system"], receiver.All.Select(r => r.Path).Order());
        var waiting = Assert.Single(deliveries, d => (string?)d["state"] == "pending");
        Assert.EndsWith("offer?r=20.00", (string)waiting["url"]!, StringComparison.Ordinal);
        var wait = Time(waiting["nextAttemptAt"]) - Time(waiting["createdAt"]);
        Assert.Equal(TimeSpan.FromHours(1), wait);
    }

    [Theory, EachDatabase]
    public async Task A_receiver_that_fails_then_redirects_is_told_once_under_one_key(Dialect dialect)
    {
        await using var final = await PixelReceiver.StartAsync();
        await using var receiver = await PixelReceiver.StartAsync();
        receiver.Statuses.Enqueue(500);
        receiver.Statuses.Enqueue(302);
        receiver.Location = $"{final.Address}moved?t=1";
        await using var network = await TrackerAsync(dialect);
        await network.SetAsync(
            $"offer-campaigns/{network.Seed.OfferCampaignId}/pixel",
            new { postbackUrl = $"{receiver.Address}aff?t=#tid#" }
        );
        await network.SendAsync("t=1");
        await network.SendAsync("t=1");

        var delivery = await network.SettledAsync();
        Assert.Equal("delivered", (string?)delivery["state"]);
        Assert.Equal(2, receiver.All.Count);
        Assert.Single(receiver.All.Select(r => r.IdempotencyKey).Distinct());
        Assert.Equal("/moved", Assert.Single(final.All).Path);
    }

    [Theory, EachDatabase]
    public async Task A_receiver_that_asks_for_patience_gets_it_and_one_that_hangs_delays_no_answer(Dialect dialect)
    {
        await using var patient = await PixelReceiver.StartAsync();
        patient.Statuses.Enqueue(429);
        patient.RetryAfter = 900;
        await using var silent = await PixelReceiver.StartAsync();
        silent.Hangs = true;
        await using var network = await TrackerAsync(dialect);
        await network.SetAsync("settings/pixel", new { postbackUrl = $"{silent.Address}hang" });
        await network.SetAsync($"offer-campaigns/{network.Seed.OfferCampaignId}/pixel", new { postbackUrl = $"{patient.Address}busy" });
        await network.SendAsync("t=1");
        JsonNode? busy = null;
        await RunningServer.UntilAsync(
            async () =>
                (
                    busy = (await network.Server.Api.ListAsync("deliveries")).Single(d =>
                        ((string)d["url"]!).EndsWith("busy", StringComparison.Ordinal)
                    )
                )["attempts"]!
                    .AsArray()
                    .Count == 1,
            () => Task.FromResult(busy!.ToJsonString())
        );
        Assert.Equal("pending", (string?)busy!["state"]);
        Assert.True(Time(busy["nextAttemptAt"]) >= Time(busy["createdAt"]) + TimeSpan.FromSeconds(900));
        // The silent one holds its own delivery only: postbacks go on being answered and stored.
        for (var n = 2; n < 12; n++)
            await network.SendAsync($"t={n}");
        Assert.Equal(11, (await network.Server.Api.ListAsync("conversions")).Count);
    }

    [Theory, EachDatabase]
    public async Task An_unpublished_event_a_test_and_what_pays_nothing_reach_no_receiver(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        await using var network = await TrackerAsync(dialect);
        await network.SetAsync(
            $"offer-campaigns/{network.Seed.OfferCampaignId}/pixel",
            new { postbackUrl = $"{receiver.Address}aff?t=#tid#" }
        );
        await network.SendAsync("t=test&test=1");
        await network.SendAsync("t=free&ap=0");
        await network.Server.Api.PutAsync(
            $"offer-campaigns/{network.Seed.OfferCampaignId}/events/{network.Seed.DefaultEventId}",
            new { publish = false }
        );
        await network.SendAsync("t=unpublished&ap=5");

        var conversions = await network.Server.ConversionsAsync(3);
        Assert.Empty(receiver.All);
        Assert.Empty(await network.Server.Api.ListAsync("deliveries"));
        var reasons = new List<(string, decimal, string)>();
        foreach (var c in conversions)
        {
            var card = await network.Server.Api.GetAsync($"conversions/{c["id"]}");
            reasons.Add(((string)c["transactionId"]!, (decimal)c["paid"]!, (string)card["affiliateTold"]!["reason"]!));
        }

        Assert.Equal([("test", 10m, "test"), ("free", 0m, "notPaid"), ("unpublished", 0m, "unpublished")], reasons);
    }

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);

    private static async Task<TrackerOnly> TrackerAsync(Dialect dialect)
    {
        var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var url = await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, null);
        return new TrackerOnly(server, seed, url[(url.IndexOf("k=", StringComparison.Ordinal) + 2)..].Split('&')[0]);
    }

    private sealed record TrackerOnly(RunningServer Server, SeedExample Seed, string Token) : IAsyncDisposable
    {
        public Task SetAsync(string path, object pixel) => Server.Api.PatchAsync(path, pixel);

        public async Task SendAsync(string more)
        {
            var answer = await Server.Http.GetStringAsync($"/m.ashx?o={Seed.OfferId}&pubid={Seed.AffiliateId}&f=pb&k={Token}&{more}");
            Assert.Matches("SUCCESS|DUPLICATE", answer);
        }

        public async Task<JsonNode> SettledAsync()
        {
            JsonNode delivery = new JsonObject();
            await RunningServer.UntilAsync(
                async () => (string?)(delivery = Assert.Single(await Server.Api.ListAsync("deliveries")))["state"] != "pending",
                () => Task.FromResult(delivery.ToJsonString())
            );
            return delivery;
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
