using Ringpost.Attribution;
using Ringpost.CallTracking;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>What keeps a call's pixel from becoming a conversion in our own tracker, known before the first call.</summary>
public enum PixelSetUpProblem
{
    /// <summary>Clickless postbacks are off for the instance.</summary>
    ClicklessOff,

    /// <summary>The URL names no offer: the campaign has no Tracking ID, or the parameter is missing.</summary>
    NoOffer,

    /// <summary>The Tracking ID, or the id in the URL, is no offer.</summary>
    UnknownOffer,

    OfferInactive,

    /// <summary>The URL names no affiliate: the publisher has no Sub ID, or the parameter is missing.</summary>
    NoAffiliate,

    /// <summary>A number without publisher sends no Sub ID.</summary>
    NumberWithoutPublisher,

    /// <summary>The Sub ID, or the id in the URL, is no affiliate.</summary>
    UnknownAffiliate,

    AffiliateInactive,

    /// <summary>Offer and affiliate have no campaign together.</summary>
    NoOfferCampaign,

    OfferCampaignInactive,

    /// <summary>The offer's advertiser has no event of that name or id.</summary>
    UnknownEvent,

    EventInactive,

    /// <summary><c>adv</c> has no value: a target has no buyer, or the buyer no Sub ID.</summary>
    NoAdvertiser,

    /// <summary>The buyer's Sub ID, or the id in the URL, is no advertiser.</summary>
    UnknownAdvertiser,

    AdvertiserInactive,

    /// <summary>The offer has a list of buyers without this advertiser.</summary>
    AdvertiserMayNotBuy,
}

/// <summary>One thing to put right.</summary>
/// <param name="Message">What is wrong and what to do, as a sentence.</param>
public sealed record PixelSetUpFinding(
    PixelSetUpProblem Problem,
    Phrase Message,
    OfferId? OfferId = null,
    AffiliateId? AffiliateId = null,
    AdvertiserId? AdvertiserId = null,
    OfferCampaignId? OfferCampaignId = null
);

/// <summary>One pixel for the calls of one publisher; <paramref name="PublisherId"/> null are numbers without publisher.</summary>
/// <param name="Findings">Empty when the pixel will be understood.</param>
public sealed record PixelSetUpRow(
    PixelId PixelId,
    string PixelName,
    PublisherId? PublisherId,
    string PublisherName,
    string? OfferName,
    string? AffiliateName,
    OfferCampaignId? OfferCampaignId,
    string? EventName,
    IReadOnlyList<PixelSetUpFinding> Findings
)
{
    public bool IsReady => Findings.Count == 0;
}

/// <summary>A call campaign's pixels for our own tracker, each with each publisher that has a number.</summary>
/// <param name="HasNumbers">Without a number no call comes, and there is nothing to check yet.</param>
public sealed record PixelSetUpReport(CallCampaignId CallCampaignId, bool HasNumbers, int OwnPixels, IReadOnlyList<PixelSetUpRow> Rows)
{
    public bool IsReady => Rows.All(r => r.IsReady);

    /// <summary>Whether a pixel on Adjusted tells the tracker when a call's amounts change.</summary>
    public bool TellsOfChanges { get; init; }
}
