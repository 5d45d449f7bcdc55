using System.Globalization;
using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Earnings;
using Ringpost.Reconciliation.PixelSetUp;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>
/// How the two configurations hang together: a call campaign's Tracking ID is an offer, a publisher's Sub ID an affiliate, as the article has it.
/// Without I/O.
/// </summary>
internal sealed class OwnNames(CallConfiguration calls, OfferConfiguration offers, Func<Uri, bool> isOwn)
{
    private readonly Dictionary<CallCampaignId, HashSet<OfferId>> _offersOf = [];

    private HashSet<OfferId>? _callOffers;

    public TimeZoneInfo Zone => calls.Zone;

    /// <summary>The offers that calls are posted to: a conversion of theirs should have a call.</summary>
    public bool IsCallOffer(OfferId offer) => (_callOffers ??= [.. calls.Campaigns.Values.SelectMany(c => OffersOf(c.Id))]).Contains(offer);

    /// <summary>False for an event beside the payout that costs nothing, as “Incoming call”: calls have it before they earn.</summary>
    public bool TellsOfMoney(BookedConversion conversion) =>
        conversion.Received != 0
        || conversion.Paid != 0
        || conversion.Awaits
        || offers.Events.GetValueOrDefault(conversion.EventId.Value)?.Type != OfferEventType.Micro;

    /// <summary>Whether a conversion stands elsewhere than the call's campaign and publisher lead to; false where they name nothing.</summary>
    public bool IsElsewhere(EarnedCall call, OfferId offer, AffiliateId affiliate) =>
        (AffiliateOf(call) is { } expected && expected != affiliate)
        || (OffersOf(call.CampaignId) is { Count: > 0 } named && !named.Contains(offer));

    /// <summary>The affiliate that the publisher's Sub ID names.</summary>
    public AffiliateId? AffiliateOf(EarnedCall call) =>
        call.PublisherId is { } id
        && calls.Publishers.TryGetValue(id, out var publisher)
        && Number(publisher.SubId) is { } known
        && offers.Affiliates.ContainsKey(known)
            ? new AffiliateId(known)
            : null;

    /// <summary>The pixel for our own tracker that a campaign has now.</summary>
    public PixelId? PixelOf(CallCampaignId campaign) =>
        calls.Campaigns.TryGetValue(campaign, out var known) ? AdjustedPixel.Teller(calls, known, isOwn)?.Id : null;

    /// <summary>Whether a pixel of the campaign tells our own tracker of changed amounts now.</summary>
    public bool TellsOfChanges(CallCampaignId campaign) =>
        calls.Campaigns.TryGetValue(campaign, out var known)
        && calls.Pixels.GetValueOrDefault(campaign, []).Any(p => AdjustedPixel.IsOne(p, known, isOwn));

    /// <summary>The pair of offer and affiliate that a refused postback asked for, where only its campaign is missing.</summary>
    public OwnFix? MissingCampaign(PixelLogRow refused) =>
        refused.Outcome == PostbackOutcome.InvalidCampaign
        && refused.OfferId is { } offer
        && RenderedPixel.Of(new Uri(new Uri("http://localhost"), refused.Url)).Affiliate is { } text
        && Number(text) is { } affiliate
        && offers.Affiliates.ContainsKey(affiliate)
        && !offers.Originals.ContainsKey((offer, new AffiliateId(affiliate)))
            ? new OwnFix(OwnFixKind.AddCampaign, OfferId: offer, AffiliateId: new AffiliateId(affiliate))
            : null;

    public string? Campaign(CallCampaignId? id) => id is { } known ? calls.Campaigns.GetValueOrDefault(known)?.Name ?? known.Value : null;

    public string? Publisher(PublisherId? id) => id is { } known ? calls.Publishers.GetValueOrDefault(known)?.Name ?? known.Value : null;

    public string Offer(OfferId id) => offers.Offers.GetValueOrDefault(id.Value)?.Name ?? $"offer {id}";

    public string Affiliate(AffiliateId id) => offers.Affiliates.GetValueOrDefault(id.Value)?.Name ?? $"affiliate {id}";

    /// <summary>By its Tracking ID, and by what its pixels for our tracker name.</summary>
    private HashSet<OfferId> OffersOf(CallCampaignId id)
    {
        if (_offersOf.TryGetValue(id, out var known))
            return known;
        var named = new HashSet<OfferId>();
        if (calls.Campaigns.TryGetValue(id, out var campaign))
        {
            Add(named, campaign.TrackingId);
            foreach (var pixel in calls.Pixels.GetValueOrDefault(id, []))
                if (RenderedPixel.Of(pixel, campaign, null) is { } rendered && isOwn(rendered.Url))
                    Add(named, rendered["o"]);
        }

        return _offersOf[id] = named;
    }

    private void Add(HashSet<OfferId> named, string? text)
    {
        if (Number(text) is { } id && offers.Offers.ContainsKey(id))
            named.Add(new OfferId(id));
    }

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
