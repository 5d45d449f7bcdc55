using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Seed;

/// <summary>The article's "How to track multiple call events", two numbers of one publisher, and step 6: other advertisers.</summary>
public sealed class MultipleEventsScenarios
{
    private static readonly string[] Events =
    [
        "incoming",
        "connected",
        "completed",
        "converted",
        "error",
        "payout",
        "finalized",
        "recording",
    ];

    [Theory, EachDatabase]
    public async Task The_event_that_pays_nothing_stores_nothing_although_the_offer_is_worth_something(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync(withPixels: true);
        await server.PlayCallAsync(seed, "answer:90");
        var conversions = (await server.ConversionsAsync(2)).ToDictionary(c => (string)c["eventName"]!);
        Assert.Equal(2, conversions.Count);
        Assert.Equal((0m, 0m), ((decimal)conversions["Incoming call"]["received"]!, (decimal)conversions["Incoming call"]["paid"]!));
        Assert.Equal((25m, 15m), ((decimal)conversions["Payable call"]["received"]!, (decimal)conversions["Payable call"]["paid"]!));
    }

    [Theory, EachDatabase]
    public async Task Eight_call_events_become_eight_tracker_events(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        await server.Api.PatchAsync(
            $"call-campaigns/{seed.CallCampaignId}",
            new { recordCalls = true, recordingNotice = new { kind = "none" } }
        );
        foreach (var name in Events)
        {
            var made = await server.Api.PostAsync(
                $"advertisers/{seed.AdvertiserId}/events",
                new
                {
                    name = "Call " + name,
                    thirdPartyName = "call-" + name,
                    type = "micro",
                }
            );
            await SeedExample.PixelAsync(
                server.Api,
                seed.CallCampaignId,
                name,
                name,
                await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, (long)made["id"]!)
            );
        }

        // An answered call is everything but an error; a call that no target may take is one.
        await server.PlayCallAsync(seed, "busy,answer:90");
        foreach (var target in seed.TargetIds)
            await server.Api.PatchAsync($"targets/{target}", new { enabled = false });
        await server.PlayCallAsync(seed, "answer:90", from: "+14155550172");
        var seen = new HashSet<string>();
        await RunningServer.UntilAsync(
            async () =>
            {
                seen = [.. (await server.Api.ListAsync("conversions")).Select(c => (string)c["eventName"]!)];
                return seen.Count == 8;
            },
            async () =>
                $"{string.Join(',', seen)}; deliveries {string.Join('\n', (await server.Api.ListAsync("deliveries")).Select(d => d.ToJsonString()))}"
        );
        Assert.Equal(Events.Select(e => "Call " + e).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.All(
            (await server.ConversionsAsync(8)).GroupBy(c => ((string)c["eventName"]!, (string)c["transactionId"]!)),
            g => Assert.Single(g)
        );
    }

    [Theory, EachDatabase]
    public async Task Two_numbers_of_a_publisher_are_one_campaign_and_two_rows_of_the_report(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync(withPixels: true);
        await server.PlayCallAsync(seed, "answer:90", SeedExample.FirstNumber);
        await server.PlayCallAsync(seed, "answer:75", SeedExample.SecondNumber, "+14155550172");
        await server.PlayCallAsync(seed, "cancel:5", SeedExample.SecondNumber, "+14155550173");

        var conversions = await server.ConversionsAsync(5);
        Assert.Equal([seed.OfferCampaignId], conversions.Select(c => (long)c["offerCampaignId"]!).Distinct());
        var calls = await server.Api.ListAsync("calls");
        Assert.Equal(3, calls.Count);
        Assert.Equal(2, calls.Count(c => (string)c["number"]! == SeedExample.SecondNumber));
        var report = await server.Api.GetAsync("call-report?groupBy=number");
        Assert.Equal(2, (report["rows"] ?? report["items"])!.AsArray().Count);
    }

    [Theory, EachDatabase]
    public async Task One_pixel_serves_two_advertisers_who_use_the_same_third_party_name(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var other = (long)(await server.Api.PostAsync("advertisers", new { name = "Beta Roofing" }))["id"]!;
        var otherEvent = (long)
            (
                await server.Api.PostAsync(
                    $"advertisers/{other}/events",
                    new
                    {
                        name = "Roofing call",
                        thirdPartyName = "payable",
                        type = "macro",
                    }
                )
            )["id"]!;
        var otherOffer = (long)
            (
                await server.Api.PostAsync(
                    "offers",
                    new
                    {
                        name = "Roofing calls",
                        advertiserId = other,
                        payout = 5m,
                        received = 9m,
                    }
                )
            )["id"]!;
        await server.Api.PostAsync("offer-campaigns", new { offerId = otherOffer, affiliateId = seed.AffiliateId });
        var campaign = (string)
            (
                await server.Api.PostAsync(
                    "call-campaigns",
                    new
                    {
                        name = "Roofing",
                        country = "US",
                        trackingId = $"{otherOffer}",
                    }
                )
            )["id"]!;
        await server.Api.PostAsync(
            $"call-campaigns/{campaign}/payouts",
            new
            {
                on = "callLength",
                seconds = 60,
                amount = 4m,
            }
        );
        await server.Api.PostAsync(
            "numbers",
            new
            {
                number = "+12025550145",
                callCampaignId = campaign,
                publisherId = seed.PublisherId,
            }
        );
        await server.Api.PostAsync(
            $"call-campaigns/{campaign}/routes",
            new
            {
                targetId = seed.TargetIds[0],
                conversion = new
                {
                    on = "callLength",
                    seconds = 60,
                    revenue = 8m,
                },
            }
        );

        var url = await SeedExample.PostbackUrlAsync(server.Api, seed.OfferId, seed.PayableEventId, "source=ringba&believed=all");
        Assert.Contains("en=payable", url, StringComparison.Ordinal);
        var pixel = await SeedExample.PixelAsync(server.Api, seed.CallCampaignId, "Payable, all advertisers", "payout", url);
        await server.Api.PutAsync($"call-campaigns/{campaign}/pixels/{pixel}");
        await server.PlayCallAsync(seed, "answer:90");
        await server.PlayCallAsync(seed, "answer:90", "+12025550145");

        var conversions = await server.ConversionsAsync(2);
        Assert.Equal(
            [(seed.OfferId, seed.PayableEventId, 25m, 15m), (otherOffer, otherEvent, 8m, 4m)],
            conversions
                .Select(c => ((long)c["offerId"]!, (long)c["eventId"]!, (decimal)c["received"]!, (decimal)c["paid"]!))
                .OrderBy(c => c.Item1)
        );
    }
}
