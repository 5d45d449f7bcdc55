using Ringpost.BrowserTests.Support;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>What most tests begin with, stored through the API: how a person makes it on the pages is the seed's subject (SeedTests).</summary>
internal static class NetworkRecords
{
    /// <summary>Advertiser 1 "Acme", its offer 1 "Home insurance" (10.00 paid, 20.00 received), affiliate 1 "Publisher One", campaign 1.</summary>
    public static async Task StoreNetworkAsync(this PreparedServer server)
    {
        await server.Api.PostAsync("advertisers", new { name = "Acme" });
        await server.StoreOfferAsync("Home insurance");
        await server.Api.PostAsync("affiliates", new { name = "Publisher One" });
        await server.StoreCampaignAsync(1, 1);
    }

    /// <summary>Of advertiser 1.</summary>
    public static Task StoreEventAsync(this PreparedServer server, string name, string thirdPartyName) =>
        server.Api.PostAsync(
            "advertisers/1/events",
            new
            {
                name,
                thirdPartyName,
                type = "macro",
            }
        );

    /// <summary>Of advertiser 1: 10.00 paid, 20.00 received.</summary>
    public static Task StoreOfferAsync(this PreparedServer server, string name) =>
        server.Api.PostAsync(
            "offers",
            new
            {
                name,
                advertiserId = 1,
                payout = 10m,
                received = 20m,
            }
        );

    public static Task StoreCampaignAsync(this PreparedServer server, long offerId, long affiliateId) =>
        server.Api.PostAsync("offer-campaigns", new { offerId, affiliateId });

    /// <param name="fromHere">Whether postbacks of this machine are believed at once.</param>
    public static async Task TakePostbacksAsync(this PreparedServer server, bool fromHere)
    {
        await server.Api.PutAsync("settings/clickless-postback", new { enabled = true });
        if (fromHere)
            await server.Api.PostAsync(
                "ip-whitelist",
                new
                {
                    advertiserId = 1,
                    from = "127.0.0.1",
                    to = "127.0.0.1",
                }
            );
    }
}
