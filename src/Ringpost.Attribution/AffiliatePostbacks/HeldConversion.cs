using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>A conversion that was held back and is approved now. Amounts are millionths, the current ones.</summary>
internal sealed class HeldConversion
{
    public long Id { get; init; }

    public long At { get; init; }

    public AdvertiserId AdvertiserId { get; init; }

    public OfferId OfferId { get; init; }

    public AffiliateId AffiliateId { get; init; }

    public OfferCampaignId CampaignId { get; init; }

    public CreativeId CreativeId { get; init; }

    public OfferEventId EventId { get; init; }

    public string EventName { get; init; } = "";

    public long IsDefaultEvent { get; init; }

    public long Published { get; init; }

    public long CampaignActive { get; init; }

    public long Test { get; init; }

    public string? TransactionId { get; init; }

    public string Ip { get; init; } = "";

    public string Currency { get; init; } = "";

    public string? S1 { get; init; }

    public string? S2 { get; init; }

    public string? S3 { get; init; }

    public string? S4 { get; init; }

    public string? S5 { get; init; }

    public long Received { get; init; }

    public long Paid { get; init; }

    public long? ClickId { get; init; }

    public long? SessionId { get; init; }

    public string? ClickIp { get; init; }

    public string? Udid { get; init; }

    public FireDecision Decide(IReadOnlyDictionary<PixelPlace, AffiliatePixel> pixels) =>
        FireRule.Decide(
            new FireCase(IsDefaultEvent != 0, Test != 0, Published != 0, CampaignActive != 0, Paid, Held: null, HasBrowser: false),
            PixelsInReach.Of(pixels, OfferId, AffiliateId, CampaignId, EventId)
        );

    public ToldConversion Told(TimeZoneInfo zone, PublicIds publicIds) =>
        new(
            new ConversionId(Id),
            new Instant(At),
            AdvertiserId,
            OfferId,
            AffiliateId,
            CampaignId,
            CreativeId,
            EventId,
            EventName,
            TransactionId,
            Ip,
            [S1, S2, S3, S4, S5],
            Received,
            Paid,
            Primitives.Currency.TryParse(Currency, out var currency) ? currency : default,
            zone,
            publicIds,
            ClickId is null ? null : new ToldClick($"{SessionId}", $"{ClickId}", Udid, ClickIp)
        );
}
