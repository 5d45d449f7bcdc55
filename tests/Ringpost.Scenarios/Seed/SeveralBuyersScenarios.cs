using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Seed;

/// <summary>Several buyers take the calls of one offer (beyond CAKE): <c>adv</c> carries who did, and both sides' reports agree per buyer.</summary>
public sealed class SeveralBuyersScenarios
{
    [Theory, EachDatabase]
    public async Task The_report_by_advertiser_equals_the_call_report_by_buyer(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var api = server.Api;
        var seed = await server.CreateSeedExampleAsync();
        await api.PatchAsync($"buyers/{seed.BuyerId}", new { subId = $"{seed.AdvertiserId}" });
        var roofing = (long)(await api.PostAsync("advertisers", new { name = "Beta Roofing" }))["id"]!;
        await api.PostAsync(
            $"advertisers/{roofing}/events",
            new
            {
                name = "Roofing call",
                thirdPartyName = "payable",
                type = "macro",
            }
        );
        await api.PutAsync($"offers/{seed.OfferId}/buyers", new { buyers = "listed", advertiserIds = new[] { roofing } });
        var other = (string)(await api.PostAsync("buyers", new { name = "Beta Roofing", subId = $"{roofing}" }))["id"]!;
        await AddTargetAsync(server, seed, other);

        var url = await SeedExample.PostbackUrlAsync(api, seed.OfferId, seed.PayableEventId, "source=ringpost&buyers=several");
        Assert.Contains("adv=[tag:Buyer:SubId]", url, StringComparison.Ordinal);
        await SeedExample.PixelAsync(api, seed.CallCampaignId, "Payable, several buyers", "payout", url);

        await server.PlayCallAsync(seed, "answer:90", from: "+14155550171");
        await server.PlayCallAsync(seed, "busy,busy,answer:75", from: "+14155550172");
        await server.PlayCallAsync(seed, "busy,busy,answer:120", from: "+14155550173");
        await server.PlayCallAsync(seed, "answer:5", from: "+14155550174");
        var conversions = await server.ConversionsAsync(3);
        Assert.Equal(
            [seed.AdvertiserId, roofing, roofing],
            conversions.OrderBy(c => (string)c["at"]!, StringComparer.Ordinal).Select(c => (long)c["advertiserId"]!).Order()
        );

        var calls = await RevenueAsync(server, "call-report?groupBy=buyer");
        var booked = await RevenueAsync(server, "conversion-report?groupBy=advertiser");
        Assert.Equal(62m, calls[other]);
        Assert.Equal(calls[other], booked[$"{roofing}"]);
        Assert.Equal(calls[seed.BuyerId], booked[$"{seed.AdvertiserId}"]);
        Assert.Equal(calls.Values.Sum(), booked.Values.Sum());
    }

    private static async Task AddTargetAsync(RunningServer server, SeedExample seed, string buyer)
    {
        var target = (string)
            (
                await server.Api.PostAsync(
                    "targets",
                    new
                    {
                        name = "Roofing desk",
                        buyerId = buyer,
                        destination = new { type = "number", value = "+12125550119" },
                    }
                )
            )["id"]!;
        await server.Api.PostAsync(
            $"call-campaigns/{seed.CallCampaignId}/routes",
            new
            {
                targetId = target,
                priority = 3,
                conversion = new
                {
                    on = "callLength",
                    seconds = 60,
                    revenue = 31m,
                },
            }
        );
    }

    /// <summary>Revenue by the group's key, without what is 0.</summary>
    private static async Task<Dictionary<string, decimal>> RevenueAsync(RunningServer server, string report)
    {
        var rows = (await server.Api.GetAsync(report))["rows"]!.AsArray();
        return rows.Where(r => r!["key"] is not null && r["revenue"] is { } revenue && (decimal)revenue != 0)
            .ToDictionary(r => (string)r!["key"]!, r => (decimal)r!["revenue"]!);
    }
}
