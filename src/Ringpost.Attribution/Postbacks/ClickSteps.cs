using Ringpost.Attribution.Clicks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>The steps of a postback that are about its click (cake.md 2.2, 2.6 steps 3, 5 and 7). The click itself was looked up before.</summary>
internal static class ClickSteps
{
    /// <summary>The offer by <c>o</c>, else the click's. Null with an outcome where there is none.</summary>
    public static long? OfferOf(PostbackCase c, out PostbackOutcome? refusal)
    {
        refusal = null;
        if (c.Request.Offer is { } named)
            return named;
        if (c.Match.Click is { } click)
            return click.OfferId.Value;
        if (c.Request.Path == PostbackPath.P)
        {
            if (c.Request.A is { } advertiser && !c.Configuration.Advertisers.ContainsKey(new AdvertiserId(advertiser)))
            {
                refusal = c.Stop(PostbackOutcome.InvalidOffer, $"There is no advertiser {advertiser}.");
                return null;
            }

            if (c.Request.NamesClick || c.Request.A is not null)
            {
                refusal = c.Stop(PostbackOutcome.InvalidRequestId, NoClick(c));
                return null;
            }
        }

        refusal = c.Stop(PostbackOutcome.InvalidOffer, "o is not given.");
        return null;
    }

    public static PostbackOutcome? FindClick(PostbackCase c, bool isClickless)
    {
        if (c.Match.Click is { } click)
        {
            var days = c.Configuration.ClicksOf(click.OfferId).CookieDays;
            // A device id matches however long ago the click was (cake.md 2.2).
            var isCurrent = c.Match.Evidence == ClickEvidence.Device || c.Arrival.At <= click.At + TimeSpan.FromDays(days);
            if (isCurrent)
            {
                c.Click = click;
                return c.Pass($"Click {click.Id} of {click.At}, {c.Match.How}.");
            }

            if (!isClickless)
                return c.Stop(
                    PostbackOutcome.SessionExpired,
                    $"Click {click.Id} of {click.At} is older than the offer's {days} click cookie days."
                );
        }

        return isClickless ? c.Pass("None is needed.") : c.Stop(PostbackOutcome.InvalidRequestId, NoClick(c));
    }

    /// <summary>Who sent the user while active is paid for it, whatever came later; so it is with the campaign.</summary>
    public static PostbackOutcome? FindAffiliate(PostbackCase c, FoundClick click)
    {
        if (!c.Configuration.Affiliates.TryGetValue(click.AffiliateId.Value, out var affiliate))
            return c.Stop(PostbackOutcome.InvalidAffiliate, $"There is no affiliate {click.AffiliateId}.");
        c.Affiliate = affiliate;
        return c.Pass($"Affiliate {affiliate.Id}, {affiliate.Name}: the click's.");
    }

    public static PostbackOutcome? FindCampaign(PostbackCase c, FoundClick click)
    {
        if (!c.Configuration.Campaigns.TryGetValue(click.CampaignId.Value, out var campaign))
            return c.Stop(PostbackOutcome.InvalidCampaign, $"There is no campaign {click.CampaignId}.");
        c.Campaign = campaign;
        c.Contract = c.Configuration.ContractOf(c.Offer!, campaign);
        c.Creative = click.CreativeId;
        c.CampaignSetting = c.Configuration.CampaignEventSettings.GetValueOrDefault((c.Event!.Id, campaign.Id));
        return c.CampaignSetting?.Active == false
            ? c.Stop(PostbackOutcome.InvalidEvent, $"Event {c.Event.Id}, {c.Event.Name}, is switched off at campaign {campaign.Id}.")
            : c.Pass($"Campaign {campaign.Id}, creative {c.Creative}: the click's.");
    }

    /// <summary>Stops what comes sooner after the click than the offer's contract allows; exactly the least time is enough.</summary>
    public static PostbackOutcome? TooFast(PostbackCase c)
    {
        if (c.Click is not { } click || c.OfferSetting?.MinimumSeconds is not { } seconds)
            return null;
        var passed = c.At - click.At;
        return passed >= TimeSpan.FromSeconds(seconds)
            ? null
            : c.Stop(PostbackOutcome.TooFast, $"{(long)passed.TotalSeconds} seconds after the click; {seconds} are needed.");
    }

    private static Phrase NoClick(PostbackCase c) =>
        c.Request is { RequestId: not null, Offer: null, A: null }
            ? "r is no offer's own request id (#oreqid#); with #reqid# o or a is needed."
        : c.Request.NamesClick ? "No click belongs to r or udid."
        : c.Match.HadCookie ? "The browser's session has no click on it."
        : "No click belongs to this postback: it has no r, no cookie and no udid.";
}
