using System.Globalization;
using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>
/// Reads both configurations and says, for each pixel that goes to our own tracker and each publisher with a number, whether the postback
/// would be understood (cake.md 2.7). Without I/O.
/// </summary>
public static class PixelSetUpCheck
{
    public static PixelSetUpReport Run(CallConfiguration calls, OfferConfiguration offers, CallCampaign campaign, Func<Uri, bool> isOwn)
    {
        var publishers = calls
            .Numbers.Values.Where(n => n.Enabled && n.CampaignId == campaign.Id)
            .Select(n => n.PublisherId)
            .Distinct()
            .Select(id => id is { } known ? calls.Publishers.GetValueOrDefault(known) : null)
            .OrderBy(p => p?.Name, StringComparer.Ordinal)
            .ToList();
        var buyers = BuyersOf(calls, campaign);
        var pixels = calls.Pixels.GetValueOrDefault(campaign.Id, []).Where(p => GoesToUs(p, campaign, isOwn)).ToList();
        var rows = pixels.SelectMany(pixel => publishers.Select(publisher => Check(offers, campaign, buyers, pixel, publisher))).ToList();
        return new PixelSetUpReport(campaign.Id, publishers.Count > 0, pixels.Count, rows)
        {
            TellsOfChanges = calls.Pixels.GetValueOrDefault(campaign.Id, []).Any(p => AdjustedPixel.IsOne(p, campaign, isOwn)),
        };
    }

    /// <summary>One pixel, attached or not, for the calls of one publisher; nothing where it does not go to our own tracker.</summary>
    public static IReadOnlyList<PixelSetUpFinding> Of(
        CallConfiguration calls,
        OfferConfiguration offers,
        CallCampaign campaign,
        Publisher? publisher,
        Pixel pixel,
        Func<Uri, bool> isOwn
    ) => GoesToUs(pixel, campaign, isOwn) ? Check(offers, campaign, BuyersOf(calls, campaign), pixel, publisher).Findings : [];

    private static List<Buyer?> BuyersOf(CallConfiguration calls, CallCampaign campaign) =>
        calls
            .Routes.GetValueOrDefault(campaign.Id, [])
            .SelectMany(r => calls.Targets.GetValueOrDefault(r.TargetId)?.Destination.Members ?? [r.TargetId])
            .Select(t => calls.Targets.GetValueOrDefault(t)?.BuyerId)
            .Distinct()
            .Select(id => id is { } known ? calls.Buyers.GetValueOrDefault(known) : null)
            .OrderBy(b => b?.Name, StringComparer.Ordinal)
            .ToList();

    private static bool GoesToUs(Pixel pixel, CallCampaign campaign, Func<Uri, bool> isOwn) =>
        RenderedPixel.Of(pixel, campaign, null) is { } rendered && isOwn(rendered.Url) && rendered.IsClickless;

    private static PixelSetUpRow Check(
        OfferConfiguration offers,
        CallCampaign campaign,
        List<Buyer?> buyers,
        Pixel pixel,
        Publisher? publisher
    )
    {
        var rendered = RenderedPixel.Of(pixel, campaign, publisher)!;
        var findings = new List<PixelSetUpFinding>();
        if (!offers.ClicklessEnabled)
            findings.Add(new(PixelSetUpProblem.ClicklessOff, "Clickless postbacks are off. Switch them on under Clickless postback."));
        var offer = FindOffer(offers, campaign, rendered, findings);
        var affiliate = FindAffiliate(offers, publisher, rendered, findings);
        var pair = offer is null || affiliate is null ? null : FindCampaign(offers, rendered, offer, affiliate, findings);
        var advertisers = offer is null ? [] : BuyerCheck.Advertisers(offers, offer, buyers, rendered, findings);
        string? eventName = null;
        foreach (var advertiser in advertisers)
            eventName = FindEvent(offers, offer!, advertiser, rendered, findings) ?? eventName;
        return new PixelSetUpRow(
            pixel.Id,
            pixel.Name,
            publisher?.Id,
            publisher?.Name ?? "Numbers without publisher",
            offer?.Name,
            affiliate?.Name,
            pair?.Id,
            eventName,
            findings
        );
    }

    private static Offer? FindOffer(
        OfferConfiguration offers,
        CallCampaign campaign,
        RenderedPixel rendered,
        List<PixelSetUpFinding> findings
    )
    {
        var value = rendered["o"];
        if (value is RenderedPixel.Unknown)
            return null;
        if (string.IsNullOrEmpty(value))
        {
            findings.Add(
                new(
                    PixelSetUpProblem.NoOffer,
                    rendered.Has("o") && campaign.TrackingId.Length == 0
                        ? "The campaign has no Tracking ID. Enter the offer's id under General Info."
                        : "The pixel's URL has no o=. Write o=[tag:Campaign:TrackingId] into it."
                )
            );
            return null;
        }

        if (ReadId(value) is not { } id || !offers.Offers.TryGetValue(id, out var offer))
        {
            findings.Add(
                new(
                    PixelSetUpProblem.UnknownOffer,
                    value == campaign.TrackingId
                        ? Phrase.Of($"Tracking ID {value} is no offer. Enter the id of an existing offer under General Info.")
                        : Phrase.Of($"The pixel's URL names offer {value}, which does not exist.")
                )
            );
            return null;
        }

        if (offer.Status == OfferStatus.Inactive)
            findings.Add(new(PixelSetUpProblem.OfferInactive, $"Offer {offer.Name} is inactive. Set its status to public.", offer.Id));
        return offer;
    }

    private static Affiliate? FindAffiliate(
        OfferConfiguration offers,
        Publisher? publisher,
        RenderedPixel rendered,
        List<PixelSetUpFinding> findings
    )
    {
        var value = rendered.Affiliate;
        if (value is RenderedPixel.Unknown)
            return null;
        if (string.IsNullOrEmpty(value))
        {
            findings.Add(
                !rendered.HasAffiliate
                    ? new(PixelSetUpProblem.NoAffiliate, "The pixel's URL names no affiliate. Write pubid=[tag:Publisher:SubId] into it.")
                : publisher is null
                    ? new(PixelSetUpProblem.NumberWithoutPublisher, "A number of this campaign has no publisher. Choose one at the number.")
                : new(PixelSetUpProblem.NoAffiliate, $"Publisher {publisher.Name} has no Sub ID. Enter the affiliate's id there.")
            );
            return null;
        }

        if (ReadId(value) is not { } id || !offers.Affiliates.TryGetValue(id, out var affiliate))
        {
            findings.Add(
                new(
                    PixelSetUpProblem.UnknownAffiliate,
                    publisher is not null && value == publisher.SubId
                        ? Phrase.Of($"Sub ID {value} of publisher {publisher.Name} is no affiliate. Enter the id of an existing affiliate.")
                        : Phrase.Of($"The pixel's URL names affiliate {value}, which does not exist.")
                )
            );
            return null;
        }

        if (affiliate.Status != AccountStatus.Active)
            findings.Add(new(PixelSetUpProblem.AffiliateInactive, $"Affiliate {affiliate.Name} is not active.", AffiliateId: affiliate.Id));
        return affiliate;
    }

    private static OfferCampaign? FindCampaign(
        OfferConfiguration offers,
        RenderedPixel rendered,
        Offer offer,
        Affiliate affiliate,
        List<PixelSetUpFinding> findings
    )
    {
        var named = rendered["campid"];
        if (named is RenderedPixel.Unknown)
            return null;
        var pair =
            string.IsNullOrEmpty(named) ? offers.Originals.GetValueOrDefault((offer.Id, affiliate.Id))
            : ReadId(named) is { } id
            && offers.Campaigns.GetValueOrDefault(id) is { } other
            && other.OfferId == offer.Id
            && other.AffiliateId == affiliate.Id
                ? other
            : null;
        if (pair is null && !string.IsNullOrEmpty(named))
        {
            findings.Add(
                new(
                    PixelSetUpProblem.NoOfferCampaign,
                    $"Campaign {named} in the pixel's URL is none of {affiliate.Name} for offer {offer.Name}.",
                    offer.Id,
                    affiliate.Id
                )
            );
            return null;
        }

        if (pair is null)
        {
            findings.Add(
                new(
                    PixelSetUpProblem.NoOfferCampaign,
                    $"{affiliate.Name} has no campaign for offer {offer.Name}. Create it under Attribution, Campaigns.",
                    offer.Id,
                    affiliate.Id
                )
            );
            return null;
        }

        if (pair.Status != AccountStatus.Active)
            findings.Add(
                new(
                    PixelSetUpProblem.OfferCampaignInactive,
                    $"Campaign {pair.Id} of {affiliate.Name} and {offer.Name} is not active.",
                    offer.Id,
                    affiliate.Id,
                    OfferCampaignId: pair.Id
                )
            );
        return pair;
    }

    private static string? FindEvent(
        OfferConfiguration offers,
        Offer offer,
        AdvertiserId advertiser,
        RenderedPixel rendered,
        List<PixelSetUpFinding> findings
    )
    {
        var (id, name) = (rendered["e"], rendered["en"]);
        if (id is RenderedPixel.Unknown || (string.IsNullOrEmpty(id) && name is RenderedPixel.Unknown))
            return null;
        OfferEvent? found;
        if (!string.IsNullOrEmpty(id))
            found =
                ReadId(id) is { } number && offers.Events.TryGetValue(number, out var byId) && byId.AdvertiserId == advertiser
                    ? byId
                    : null;
        else if (!string.IsNullOrEmpty(name))
            found = offers.EventsByName.GetValueOrDefault((advertiser, name));
        else
            found = offers.DefaultEvents.TryGetValue(advertiser, out var standard) ? offers.Events.GetValueOrDefault(standard.Value) : null;

        if (found is null)
        {
            findings.Add(
                new(PixelSetUpProblem.UnknownEvent, Unknown(offers, offer, advertiser, id, name), offer.Id, AdvertiserId: advertiser)
            );
            return null;
        }

        if (!found.Active)
            findings.Add(new(PixelSetUpProblem.EventInactive, $"Event {found.Name} is switched off.", offer.Id, AdvertiserId: advertiser));
        return found.Name;
    }

    private static Phrase Unknown(OfferConfiguration offers, Offer offer, AdvertiserId advertiser, string? id, string? name)
    {
        var who =
            advertiser == offer.AdvertiserId ? Phrase.Of($"the advertiser of {offer.Name}")
            : offers.Advertisers.TryGetValue(advertiser, out var known) ? Phrase.Of($"{known.Name}")
            : Phrase.Of($"advertiser {advertiser}");
        if (!string.IsNullOrEmpty(id))
            return $"Event {id} is none of the events of {who}.";
        var near = offers
            .Events.Values.FirstOrDefault(e =>
                e.AdvertiserId == advertiser && string.Equals(e.ThirdPartyName, name, StringComparison.OrdinalIgnoreCase)
            )
            ?.ThirdPartyName;
        return near is null
            ? Phrase.Of($"No event of {who} has the third-party name {name}. Enter it on the advertiser's Events tab.")
            : Phrase.Of($"Event {name} is unknown to {who}. Names are exact: write {near}.");
    }

    private static long? ReadId(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
