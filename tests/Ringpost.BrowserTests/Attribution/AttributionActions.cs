using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;

namespace Ringpost.BrowserTests.Attribution;

/// <summary>What a person does to set the Attribution side up; each ends on the card of what was made.</summary>
internal static class AttributionActions
{
    public static Task MenuFromAnywhereAsync(this IPage page, string entry) => page.MenuAsync("Attribution", entry);

    public static async Task MakeAdvertiserAsync(this IPage page, string name)
    {
        await page.OpenAsync("/console/attribution/advertisers");
        await page.ClickButtonAsync("Create Advertiser");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }

    /// <summary>On the card of the advertiser.</summary>
    public static async Task MakeEventAsync(this IPage page, string name, string type, string? thirdPartyName)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).ClickAsync();
        await page.ClickButtonAsync("Create Event");
        await page.OpenDialog().EnterAsync("Event Name", name);
        await page.OpenDialog().ChooseAsync("Type", type);
        if (thirdPartyName is not null)
            await page.OpenDialog().EnterAsync("Third Party Name", thirdPartyName);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }

    public static async Task MakeOfferAsync(this IPage page, string name, string advertiser, string payout, string received)
    {
        await page.OpenAsync("/console/attribution/offers");
        await page.ClickButtonAsync("Create Offer");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Advertiser", advertiser);
        await page.OpenDialog().EnterAsync("Payout", payout);
        await page.OpenDialog().EnterAsync("Received", received);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }

    public static async Task MakeAffiliateAsync(this IPage page, string name)
    {
        await page.OpenAsync("/console/attribution/affiliates");
        await page.ClickButtonAsync("Create Affiliate");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }

    public static async Task MakeCampaignAsync(this IPage page, string offer, string affiliate)
    {
        await page.OpenAsync("/console/attribution/campaigns");
        await page.ClickButtonAsync("Create Campaign");
        await page.OpenDialog().ChooseAsync("Offer", offer);
        await page.OpenDialog().ChooseAsync("Affiliate", affiliate);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.GetByRole(AriaRole.Link, new() { Name = "← Campaigns" }).WaitForAsync();
    }

    public static Task ChooseAsync(this IPage page, string label, string option) =>
        page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });
}
