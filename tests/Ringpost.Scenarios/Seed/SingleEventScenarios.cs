using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Seed;

/// <summary>The article's "How to track a single call event".</summary>
public sealed class SingleEventScenarios
{
    [Theory, EachDatabase]
    public async Task A_paid_call_is_one_conversion_under_the_default_event_with_the_trackers_amounts_overridden(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await AttachAsync(server, seed, await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, null));
        await server.PlayCallAsync(seed, "answer:90");
        await server.PlayCallAsync(seed, "hangup:20", from: "+14155550172");

        var conversion = Assert.Single(await server.ConversionsAsync(1));
        Assert.Equal(seed.DefaultEventId, (long)conversion["eventId"]!);
        Assert.Equal((25m, 15m), ((decimal)conversion["received"]!, (decimal)conversion["paid"]!));
        Assert.Equal(seed.OfferCampaignId, (long)conversion["offerCampaignId"]!);
        var call = (await server.Api.ListAsync("calls")).Single(c => (bool)c["paid"]!);
        Assert.Equal((string)call["id"]!, (string)conversion["transactionId"]!);

        var trace = (await server.Api.GetAsync($"calls/{call["id"]}/trace"))!;
        Assert.Equal(
            ["carrier", "call", "delivery", "postback", "conversion"],
            trace["steps"]!
                .AsArray()
                .Select(s => (string)s!["part"]!)
                .Distinct()
                .OrderBy(p => Array.IndexOf(["carrier", "call", "delivery", "postback", "conversion"], p))
        );
        var carrier = trace["steps"]!.AsArray().Where(s => (string)s!["part"]! == "carrier").Select(s => (string)s!["what"]!).ToArray();
        Assert.Equal(["The carrier told: a call arrives", "The carrier told: leg 1 initiated"], carrier[..2]);
        Assert.Contains(carrier, w => w.StartsWith("The carrier told: dial of leg 1 ended: completed, 90 s", StringComparison.Ordinal));
        Assert.StartsWith("Paid: 15.00", (string)trace["why"]![0]!, StringComparison.Ordinal);
        var unpaid = (await server.Api.ListAsync("calls")).Single(c => !(bool)c["paid"]!);
        // One sentence with the numbers, the same of the call and of its story, and what can be done beside it.
        Assert.Equal("Paid: 15.00 USD to", ((string)trace["answer"]!["says"]!)[..18]);
        var told = (await server.Api.GetAsync($"calls/{unpaid["id"]}"))!["answer"]!;
        var story = (await server.Api.GetAsync($"calls/{unpaid["id"]}/trace"))!;
        Assert.StartsWith("Not paid: ", (string)told["says"]!, StringComparison.Ordinal);
        Assert.Equal(
            ((string)told["case"]!, (string)told["says"]!),
            ((string)story["answer"]!["case"]!, (string)story["answer"]!["says"]!)
        );
        Assert.NotEmpty(story["next"]!.AsArray());
        var why = (await server.Api.GetAsync($"calls/{unpaid["id"]}/trace"))!["why"]!.AsArray().Select(w => (string)w!).ToArray();
        Assert.Contains(why, w => w.StartsWith("Not paid: ", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Where_the_default_event_is_in_use_the_call_is_tracked_under_an_event_of_its_own(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        using var web = await server.Http.GetAsync(
            $"/m.ashx?o={seed.OfferId}&pubid={seed.AffiliateId}&f=pb&t=web-order-1{TokenOf(await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, null))}"
        );
        await AttachAsync(server, seed, await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, seed.PayableEventId));
        await server.PlayCallAsync(seed, "answer:90");

        var conversions = await server.ConversionsAsync(2);
        Assert.Equal([seed.DefaultEventId, seed.PayableEventId], conversions.Select(c => (long)c["eventId"]!));
        Assert.Equal([(20m, 10m), (25m, 15m)], conversions.Select(c => ((decimal)c["received"]!, (decimal)c["paid"]!)));
    }

    [Theory, EachDatabase]
    public async Task Without_ap_the_tracker_pays_its_own_payout(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await AttachAsync(
            server,
            seed,
            await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, null, "source=ringpost&amounts=received")
        );
        await server.PlayCallAsync(seed, "answer:90");
        var conversion = Assert.Single(await server.ConversionsAsync(1));
        Assert.Equal((25m, 10m), ((decimal)conversion["received"]!, (decimal)conversion["paid"]!));
    }

    [Theory, EachDatabase]
    public async Task Static_ids_instead_of_tokens_do_the_same(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var url = await SeedExample.PostbackUrlAsync(
            server.Api,
            seed.OfferId,
            null,
            $"source=ringba&ids=static&affiliateId={seed.AffiliateId}"
        );
        Assert.Contains($"o={seed.OfferId}", url, StringComparison.Ordinal);
        await AttachAsync(server, seed, url);
        await server.PlayCallAsync(seed, "answer:90");
        var conversion = Assert.Single(await server.ConversionsAsync(1));
        Assert.Equal((seed.OfferId, seed.AffiliateId), ((long)conversion["offerId"]!, (long)conversion["affiliateId"]!));
    }

    private static Task AttachAsync(RunningServer server, SeedExample seed, string url) =>
        SeedExample.PixelAsync(server.Api, seed.CallCampaignId, "Payable", "payout", url);

    private static string TokenOf(string url) =>
        url[url.IndexOf("&k=", StringComparison.Ordinal)..].Split('&') is [_, var token, ..] ? "&" + token : "";
}
