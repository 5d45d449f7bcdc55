using Ringpost.Attribution.PixelLog;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>A click as the API and the Console show it. Its numbers have 63 bits, more than a script's number holds: they are texts.</summary>
/// <param name="RequestSessionId">The browser session's, <c>#reqid#</c>.</param>
/// <param name="OfferRequestId">The click that counts, <c>#oreqid#</c>: this one, or the one it repeats.</param>
/// <param name="Converted">Whether a conversion or event belongs to it.</param>
public sealed record ClickAnswer(
    string Id,
    Instant At,
    string RequestSessionId,
    string OfferRequestId,
    bool Duplicate,
    bool Bot,
    bool Converted,
    AdvertiserId AdvertiserId,
    OfferId OfferId,
    string OfferName,
    AffiliateId AffiliateId,
    string AffiliateName,
    OfferCampaignId OfferCampaignId,
    CreativeId CreativeId,
    string CreativeName,
    string Ip,
    string? UserAgent,
    string? Referrer,
    string? S1,
    string? S2,
    string? S3,
    string? S4,
    string? S5,
    string? Udid
)
{
    /// <summary>It came by a test link and counts nowhere.</summary>
    public bool Test { get; init; }
}

/// <summary>A click with names. Not a positional record: SQLite does not know the type of a computed column when there is no row.</summary>
internal sealed class ClickRow
{
    public long Id { get; init; }

    public Instant At { get; init; }

    public long SessionId { get; init; }

    public long? DuplicateOf { get; init; }

    public long Kind { get; init; }

    public long Converted { get; init; }

    public AdvertiserId AdvertiserId { get; init; }

    public OfferId OfferId { get; init; }

    public string OfferName { get; init; } = "";

    public AffiliateId AffiliateId { get; init; }

    public string AffiliateName { get; init; } = "";

    public OfferCampaignId CampaignId { get; init; }

    public CreativeId CreativeId { get; init; }

    public string CreativeName { get; init; } = "";

    public string Ip { get; init; } = "";

    public string? UserAgent { get; init; }

    public string? Referrer { get; init; }

    public string? S1 { get; init; }

    public string? S2 { get; init; }

    public string? S3 { get; init; }

    public string? S4 { get; init; }

    public string? S5 { get; init; }

    public string? Udid { get; init; }

    /// <summary>What came with the link may be personal; whoever may not see such texts sees them masked, as in the pixel log.</summary>
    public ClickAnswer ToAnswer(Actor actor)
    {
        var isOpen = actor.May(Permission.SeeFullNumbers);
        string? Seen(string? text) => text is null || isOpen ? text : PixelLogView.MaskPersonal(text);
        return new ClickAnswer(
            $"{Id}",
            At,
            $"{SessionId}",
            $"{DuplicateOf ?? Id}",
            DuplicateOf is not null,
            Kind == (long)ClickKind.Bot,
            Converted != 0,
            actor.May(Permission.SeeRevenue) ? AdvertiserId : default,
            OfferId,
            OfferName,
            AffiliateId,
            AffiliateName,
            CampaignId,
            CreativeId,
            CreativeName,
            Ip,
            UserAgent,
            Referrer is null || isOpen ? Referrer : PixelLogView.MaskUrl(Referrer),
            Seen(S1),
            Seen(S2),
            Seen(S3),
            Seen(S4),
            Seen(S5),
            Seen(Udid)
        )
        {
            Test = Kind == (long)ClickKind.Test,
        };
    }
}
