using System.Globalization;
using Microsoft.Playwright;
using Ringpost.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace Ringpost.BrowserTests.Seed;

/// <summary>The article's steps as a person clicks them, in its words.</summary>
internal sealed class Clicks(IPage page)
{
    public const string BothAmounts = "p= and ap=";

    public async Task<string> CreateAdvertiserAsync(string name)
    {
        await page.MenuAsync("Attribution", "Advertisers");
        await page.ClickButtonAsync("Create Advertiser");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
        return IdInAddress();
    }

    /// <summary>The shorter way: with its third party name at once.</summary>
    public async Task CreateEventAsync(string advertiser, string name, string thirdPartyName)
    {
        await OpenEventsAsync(advertiser);
        await page.ClickButtonAsync("Create Event");
        await page.OpenDialog().EnterAsync("Event Name", name);
        await page.OpenDialog().ChooseAsync("Type", "Micro");
        await page.OpenDialog().EnterAsync("Third Party Name", thirdPartyName);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
    }

    /// <summary>"To Add an Event Third Party Name": the advertiser's card, Events tab, the event's name, third party name, Save.</summary>
    public async Task AddEventAsync(
        string advertiser,
        string name,
        string thirdPartyName,
        string type = "Micro",
        string? received = null,
        string? payout = null
    )
    {
        await OpenEventsAsync(advertiser);
        await page.ClickButtonAsync("Create Event");
        await page.OpenDialog().EnterAsync("Event Name", name);
        await page.OpenDialog().ChooseAsync("Type", type);
        if (received is not null)
            await page.OpenDialog().EnterAsync("Received", received);
        if (payout is not null)
            await page.OpenDialog().EnterAsync("Payout", payout);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);

        await OpenEventsAsync(advertiser);
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.HeadingAsync(name);
        await page.Section("Event").EnterAsync("Third Party Name", thirdPartyName);
        await SaveAsync("Event");
    }

    public async Task<string> CreateOfferAsync(string name, string advertiser, string? received = null, string? payout = null)
    {
        await page.MenuAsync("Attribution", "Offers");
        await page.ClickButtonAsync("Create Offer");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Advertiser", advertiser);
        if (received is not null)
            await page.OpenDialog().EnterAsync("Received", received);
        if (payout is not null)
            await page.OpenDialog().EnterAsync("Payout", payout);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
        return IdInAddress();
    }

    public async Task<string> CreateAffiliateAsync(string name)
    {
        await page.MenuAsync("Attribution", "Affiliates");
        await page.ClickButtonAsync("Create Affiliate");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
        return IdInAddress();
    }

    public async Task CreateOfferCampaignAsync(string offer, string affiliate)
    {
        await page.MenuAsync("Attribution", "Campaigns");
        await page.ClickButtonAsync("Create Campaign");
        await page.OpenDialog().ChooseAsync("Offer", offer);
        await page.OpenDialog().ChooseAsync("Affiliate", affiliate);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.GetByRole(AriaRole.Link, new() { Name = "← Campaigns" }).WaitForAsync();
    }

    public async Task EnableClicklessPostbackAsync()
    {
        await page.MenuAsync("Attribution", "Clickless postback");
        await page.Section("Switch").GetByLabel("Clickless Postback").CheckAsync();
        await SaveAsync("Switch");
    }

    /// <summary>The URL that the generator writes for our own call tracker.</summary>
    public async Task<string> GenerateUrlAsync(
        string offer,
        string? eventName = null,
        string? amounts = null,
        string? staticAffiliate = null
    )
    {
        await page.MenuAsync("Attribution", "Clickless postback");
        await page.Section("Offer").ChooseAsync("Offer", offer);
        var generator = page.Section("Clickless Postback");
        if (eventName is not null)
            await generator.ChooseAsync("Event", eventName);
        if (amounts is not null)
            await generator.ChooseAsync("Amounts", amounts);
        if (staticAffiliate is not null)
        {
            await generator.ChooseAsync("Offer and affiliate", "Fixed ids");
            await generator.ChooseAsync("Affiliate", staticAffiliate);
        }

        var url = page.Section("Ringpost").Locator("code");
        await Expect(url).ToContainTextAsync("/m.ashx?");
        if (eventName is not null)
            await Expect(url).ToContainTextAsync("&en=");
        if (amounts == BothAmounts)
            await Expect(url).ToContainTextAsync("&ap=");
        if (amounts == "None")
            await Expect(url).Not.ToContainTextAsync("&p=");
        if (amounts == "p= alone")
            await Expect(url).Not.ToContainTextAsync("&ap=");
        if (staticAffiliate is not null)
            await Expect(url).Not.ToContainTextAsync("Publisher:SubId");
        return await url.InnerTextAsync();
    }

    /// <summary>"To Associate the CAKE offer ID to a campaign in Ringba".</summary>
    public async Task CreateCallCampaignAsync(string name, string trackingId)
    {
        await page.MenuAsync("Calls", "Campaigns");
        await page.ClickButtonAsync("Create Campaign");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Country", "United States (US)");
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.HeadingAsync(name);
        if (trackingId.Length == 0)
            return;
        await page.Section("General Info").EnterAsync("Tracking ID", trackingId);
        await SaveAsync("General Info");
    }

    /// <summary>"To Associate the CAKE affiliate ID to a publisher in Ringba".</summary>
    public async Task AddPublisherAsync(string name, string subId)
    {
        await page.MenuAsync("Calls", "Publishers");
        await page.ClickButtonAsync("Add Publisher");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().EnterAsync("Sub ID", subId);
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    public async Task CreateTargetAsync(string name, string buyer, string number)
    {
        await page.MenuAsync("Calls", "Buyers");
        await page.ClickButtonAsync("Add Buyer");
        await page.OpenDialog().EnterAsync("Name", buyer);
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.MenuAsync("Calls", "Targets");
        await page.ClickButtonAsync("Create Target");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Buyer", buyer);
        await page.OpenDialog().EnterAsync("Destination", number);
        await page.OpenDialog().ClickButtonAsync("Create");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    public async Task AddNumberAsync(string campaign, string number, string publisher)
    {
        await OpenCallCampaignAsync(campaign);
        await page.Section("Numbers").ClickButtonAsync("Add Number");
        await page.OpenDialog().EnterAsync("Number", number);
        await page.OpenDialog().ChooseAsync("Publisher", publisher);
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Calls to the target earn revenue from 60 connected seconds on, and pay the publisher likewise.</summary>
    public async Task AddRouteAndPayoutAsync(string campaign, string target, decimal revenue, decimal payout)
    {
        await OpenCallCampaignAsync(campaign);
        await page.TabAsync("Routing");
        await page.Section("Routes").ClickButtonAsync("Add Route");
        await page.OpenDialog().ChooseAsync("Target", target);
        await page.OpenDialog().ChooseAsync("Convert On", "Call length");
        await page.OpenDialog().EnterAsync("Call length", "60");
        await page.OpenDialog().EnterAsync("Revenue", revenue.ToString(CultureInfo.InvariantCulture));
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.TabAsync("Payouts");
        await page.Section("Payouts").ClickButtonAsync("Add Payout");
        await page.OpenDialog().ChooseAsync("Payout On", "Call length");
        await page.OpenDialog().EnterAsync("Call length", "60");
        await page.OpenDialog().EnterAsync("Payout amount", payout.ToString(CultureInfo.InvariantCulture));
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>"To create a Ringba Tracking Pixel": Integrations, Pixels, Create Pixel, name, Fire Pixel On, URL, Save.</summary>
    public async Task CreatePixelAsync(string name, string fireOn, string url)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Integrations", Exact = true }).First.ClickAsync();
        await page.HeadingAsync("Integrations");
        await page.MenuAsync("Integrations", "Pixels");
        await page.ClickButtonAsync("Create Pixel");
        await page.OpenDialog().EnterAsync("Name", name);
        await page.OpenDialog().ChooseAsync("Fire Pixel On", fireOn);
        await page.OpenDialog().EnterAsync("URL", url);
        await page.OpenDialog().ClickButtonAsync("Save");
        await page.HeadingAsync(name);
    }

    /// <summary>"To assign the tracking pixel to a Campaign": Campaigns, its name, Tracking Pixels, Add Pixel, the pixel, Add.</summary>
    public async Task AddPixelAsync(string campaign, string pixel)
    {
        await OpenCallCampaignAsync(campaign);
        await page.TabAsync("Tracking Pixels");
        await page.Section("Tracking Pixels").ClickButtonAsync("Add Pixel");
        await page.OpenDialog().ChooseAsync("Pixel", pixel);
        await page.OpenDialog().ClickButtonAsync("Add");
        await page.OpenDialog().WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Expect(page.Section("Tracking Pixels").GetByRole(AriaRole.Link, new() { Name = pixel, Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>A new campaign does not record.</summary>
    public async Task RecordCallsAsync(string campaign)
    {
        await OpenCallCampaignAsync(campaign);
        var general = page.Section("General Info");
        await general.GetByLabel("Record calls").CheckAsync();
        await general.ChooseAsync("Notice of recording", "None needed");
        await general.ClickButtonAsync("Save");
        await Expect(general.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
    }

    public async Task OpenCallCampaignAsync(string name)
    {
        await page.MenuAsync("Calls", "Campaigns");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.HeadingAsync(name);
    }

    /// <summary>From now on no call can be sent to the target.</summary>
    public async Task StopTargetAsync(string name)
    {
        await page.MenuAsync("Calls", "Targets");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.HeadingAsync(name);
        await page.ClickButtonAsync("Pause");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).WaitForAsync();
    }

    private async Task OpenEventsAsync(string advertiser)
    {
        await page.MenuAsync("Attribution", "Advertisers");
        await page.GetByRole(AriaRole.Link, new() { Name = advertiser, Exact = true }).ClickAsync();
        await page.HeadingAsync(advertiser);
        await page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).ClickAsync();
        await page.Section("Events").WaitForAsync();
    }

    private async Task SaveAsync(string section)
    {
        await page.Section(section).ClickButtonAsync("Save");
        await Expect(page.Section(section).GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
    }

    private string IdInAddress() => new Uri(page.Url).Segments[^1];
}
