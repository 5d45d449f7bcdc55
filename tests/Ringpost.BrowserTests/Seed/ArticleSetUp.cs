using System.Globalization;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;

namespace Ringpost.BrowserTests.Seed;

/// <summary>Both sides as the article wants them, up to the pixel: 25.00 received and 18.00 paid from 60 connected seconds on.</summary>
internal sealed record ArticleSetUp(
    Clicks Clicks,
    CallsAndConversions Calls,
    string Advertiser,
    string Offer,
    string OfferId,
    string Affiliate,
    string Campaign,
    string Publisher,
    string[] Numbers
)
{
    private static int _next = 100;

    /// <param name="name">Stands in the name of everything, so that tests share a server.</param>
    /// <param name="withIds">Whether Tracking ID and Sub ID are filled in.</param>
    public static async Task<ArticleSetUp> RunAsync(
        IPage page,
        RingpostServer server,
        string name,
        string? received = null,
        string? payout = null,
        bool withIds = true
    )
    {
        var clicks = new Clicks(page);
        var calls = new CallsAndConversions(page, server);
        var (advertiser, offer, affiliate, campaign) = ($"{name} advertiser", $"{name} offer", $"{name} affiliate", $"{name} calls");
        await page.OpenAsync("/console");
        await clicks.CreateAdvertiserAsync(advertiser);
        var offerId = await clicks.CreateOfferAsync(offer, advertiser, received, payout);
        var affiliateId = await clicks.CreateAffiliateAsync(affiliate);
        await clicks.CreateOfferCampaignAsync(offer, affiliate);
        await clicks.EnableClicklessPostbackAsync();

        await clicks.CreateCallCampaignAsync(campaign, withIds ? offerId : "");
        await clicks.AddPublisherAsync($"{name} publisher", withIds ? affiliateId : "");
        await clicks.CreateTargetAsync($"{name} target", $"{name} buyer", "+12025550190");
        string[] numbers = [NextNumber(), NextNumber()];
        await clicks.AddNumberAsync(campaign, numbers[0], $"{name} publisher");
        await clicks.AddRouteAndPayoutAsync(campaign, $"{name} target", 25, 18);
        await calls.AddCarrierAsync($"{name} carrier");
        return new ArticleSetUp(clicks, calls, advertiser, offer, offerId, affiliate, campaign, $"{name} publisher", numbers);
    }

    /// <summary>A number as pages show it.</summary>
    public static string Read(string number) => $"+1 ({number[2..5]}) {number[5..8]}-{number[8..]}";

    // Boston: other tests take numbers of Washington.
    private static string NextNumber() => string.Create(CultureInfo.InvariantCulture, $"+1617555{Interlocked.Increment(ref _next):0000}");
}
