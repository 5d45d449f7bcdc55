using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>
/// A conversion with names and current amounts, in millionths. Not a positional record: SQLite does not know the type of a computed column
/// when there is no row.
/// </summary>
internal sealed class ConversionRow
{
    public ConversionId Id { get; init; }

    public Instant At { get; init; }

    public Instant ArrivedAt { get; init; }

    public AdvertiserId AdvertiserId { get; init; }

    public string AdvertiserName { get; init; } = "";

    public OfferId OfferId { get; init; }

    public string OfferName { get; init; } = "";

    public AffiliateId AffiliateId { get; init; }

    public string AffiliateName { get; init; } = "";

    public OfferCampaignId OfferCampaignId { get; init; }

    public CreativeId CreativeId { get; init; }

    public OfferEventId EventId { get; init; }

    public string EventName { get; init; } = "";

    public string? TransactionId { get; init; }

    public long FirstReceived { get; init; }

    public long FirstPaid { get; init; }

    public long Received { get; init; }

    public long Paid { get; init; }

    public string Currency { get; init; } = "";

    public string Disposition { get; init; } = "";

    public long? DispositionId { get; init; }

    public string? DispositionName { get; init; }

    public string? Note { get; init; }

    public string? Reason { get; init; }

    public long? CapId { get; init; }

    public string? CapNote { get; init; }

    public string Source { get; init; } = "";

    public string Sender { get; init; } = "";

    public bool Test { get; init; }

    public string Ip { get; init; } = "";

    public string? S1 { get; init; }

    public string? S2 { get; init; }

    public string? S3 { get; init; }

    public string? S4 { get; init; }

    public string? S5 { get; init; }

    public long PixelLogId { get; init; }

    public bool Fired { get; init; }

    public string? NotTold { get; init; }

    public long? ClickId { get; init; }

    public long? SessionId { get; init; }

    public long? ClickAt { get; init; }

    public string? ClickIp { get; init; }

    public string? ClickReferrer { get; init; }

    public string? ClickUserAgent { get; init; }

    public string? Udid { get; init; }

    public long? ContractId { get; init; }

    public string? ContractName { get; init; }

    public string? UserId { get; init; }

    public string? As1 { get; init; }

    public string? As2 { get; init; }

    public string? As3 { get; init; }

    public string? As4 { get; init; }

    public string? As5 { get; init; }

    /// <summary>
    /// Texts of the sender may hold a caller's number; whoever may not see those sees them masked, as in the pixel log. Who may not see revenue
    /// and buyers sees neither advertiser nor received, which is 0.
    /// </summary>
    public ConversionAnswer ToAnswer(PublicIds publicIds, Actor actor)
    {
        var isOpen = actor.May(Permission.SeeFullNumbers);
        var isWhole = actor.May(Permission.SeeRevenue);
        string? Seen(string? text) => text is null || isOpen ? text : PixelLogView.MaskPersonal(text);
        return new ConversionAnswer(
            Id,
            publicIds.Of(Id),
            At,
            ArrivedAt,
            isWhole ? AdvertiserId : default,
            isWhole ? AdvertiserName : "",
            OfferId,
            OfferName,
            AffiliateId,
            AffiliateName,
            OfferCampaignId,
            CreativeId,
            EventId,
            EventName,
            Seen(TransactionId),
            isWhole ? Received / 1_000_000m : 0,
            Paid / 1_000_000m,
            Currency,
            Disposition,
            Reason,
            Source,
            Sender,
            Test,
            Ip,
            Seen(S1),
            Seen(S2),
            Seen(S3),
            Seen(S4),
            Seen(S5),
            PixelLogId,
            Fired
        )
        {
            Click = ClickId is null
                ? null
                : new ConversionClick(
                    $"{ClickId}",
                    $"{SessionId}",
                    new Instant(ClickAt ?? 0),
                    ClickIp ?? "",
                    ClickReferrer is null || isOpen ? ClickReferrer : PixelLogView.MaskUrl(ClickReferrer),
                    ClickUserAgent,
                    Seen(Udid)
                ),
            DispositionId = DispositionId,
            DispositionName = DispositionName,
            Note = Note,
            ContractId = ContractId is { } contract ? new OfferContractId(contract) : null,
            ContractName = ContractName,
            UserId = isWhole ? Seen(UserId) : null,
            As1 = isWhole ? Seen(As1) : null,
            As2 = isWhole ? Seen(As2) : null,
            As3 = isWhole ? Seen(As3) : null,
            As4 = isWhole ? Seen(As4) : null,
            As5 = isWhole ? Seen(As5) : null,
            Cap = CapId is { } cap ? new OverCapAnswer(new CapId(cap), isWhole ? CapNote ?? "" : "") : null,
        };
    }
}
