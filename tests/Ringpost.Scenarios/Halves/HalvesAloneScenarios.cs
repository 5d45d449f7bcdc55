using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Halves;

/// <summary>Each half with a foreign system in the place of the other.</summary>
public sealed class HalvesAloneScenarios
{
    [Theory, EachDatabase]
    public async Task Our_calls_are_told_to_a_foreign_tracker_once_each_with_one_key_over_its_outage(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        receiver.Statuses.Enqueue(503);
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await SeedExample.PixelAsync(
            server.Api,
            seed.CallCampaignId,
            "Foreign",
            "payout",
            $"{receiver.Address}track?id=[Call:InboundCallId]&sub=[Publisher:SubId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]"
        );
        await server.PlayCallAsync(seed, "answer:90");

        await RunningServer.UntilAsync(
            async () => (string?)Assert.Single(await server.Api.ListAsync("deliveries"))["state"] == "delivered",
            () => Task.FromResult($"{receiver.All.Count} requests were received")
        );
        var call = Assert.Single(await server.Api.ListAsync("calls"));
        Assert.Equal(2, receiver.All.Count);
        var received = Assert.Single(receiver.All.DistinctBy(r => (r.IdempotencyKey, r.Query["id"])));
        Assert.Equal("/track", received.Path);
        Assert.Equal((string)call["id"]!, received.Query["id"]);
        Assert.Equal(("25.00", "15.00"), (received.Query["p"], received.Query["ap"]));
        Assert.NotEqual("", received.IdempotencyKey);
    }

    [Theory, EachDatabase]
    public async Task A_foreign_call_tracker_posts_to_us_and_its_repeat_changes_nothing(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var url = (
            await SeedExample.PostbackUrlAsync(
                server.Api,
                seed.OfferId,
                seed.PayableEventId,
                $"source=ringba&ids=static&affiliateId={seed.AffiliateId}"
            )
        )
            .Replace("[Call:InboundCallId]", "RGB123", StringComparison.Ordinal)
            .Replace("[Call:ConversionAmount]", "31.5", StringComparison.Ordinal)
            .Replace("[Call:ConversionPayout]", "17", StringComparison.Ordinal);
        Assert.DoesNotContain("[", url, StringComparison.Ordinal);
        var first = await server.Http.GetStringAsync(url);
        // The very same request again is a repeat; the same transaction in another request is a duplicate.
        var repeat = await server.Http.GetStringAsync(url);
        var duplicate = await server.Http.GetStringAsync(url + "&s1=again");
        Assert.Contains("<code>0</code>", first, StringComparison.Ordinal);
        Assert.Contains("<code>0</code>", repeat, StringComparison.Ordinal);
        Assert.Contains("<code>4</code>", duplicate, StringComparison.Ordinal);
        var conversion = Assert.Single(await server.ConversionsAsync(1));
        Assert.Equal(
            (31.5m, 17m, "RGB123"),
            ((decimal)conversion["received"]!, (decimal)conversion["paid"]!, (string)conversion["transactionId"]!)
        );
    }

    [Theory, EachDatabase]
    public async Task My_advertiser_has_the_Ringba_and_I_am_its_publisher(Dialect dialect)
    {
        // The advertiser's pixel carries its own publisher's sub id, which holds our affiliate's id; it sends no p and no ap: our prices count.
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await server.Api.PostAsync(
            "ip-whitelist",
            new
            {
                advertiserId = seed.AdvertiserId,
                from = "127.0.0.1",
                to = "127.0.0.1",
            }
        );
        var answer = await server.Http.GetStringAsync($"/p.ashx?o={seed.OfferId}&a={seed.AffiliateId}&f=pb&t=RGB777");
        Assert.Contains("<code>0</code>", answer, StringComparison.Ordinal);
        var conversion = Assert.Single(await server.ConversionsAsync(1));
        Assert.Equal(
            (20m, 10m, "approved"),
            ((decimal)conversion["received"]!, (decimal)conversion["paid"]!, (string)conversion["disposition"]!)
        );
    }
}
