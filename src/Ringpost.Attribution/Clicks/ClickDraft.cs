using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>A click that a campaign takes, on its way into the database; whether it is unique the write decides.</summary>
internal sealed record ClickDraft
{
    public required long Id { get; init; }

    public required Instant At { get; init; }

    public required long Session { get; init; }

    /// <summary>The browser had no session yet: there is nothing to be a duplicate of.</summary>
    public required bool IsNewSession { get; init; }

    public required ReportCell Cell { get; init; }

    public required ClickKind Kind { get; init; }

    public required string Ip { get; init; }

    public required string? UserAgent { get; init; }

    public required string? Referrer { get; init; }

    public required string?[]? SubIds { get; init; }

    public required string? Udid { get; init; }

    public required long? DeviceHash { get; init; }

    public required long? RegenerationHash { get; init; }

    public required int CookieDays { get; init; }

    public required bool LastTouch { get; init; }

    public required bool Deduplication { get; init; }

    /// <summary>The caps that it needs a place in, or that turn it away; null where there are none.</summary>
    public CapSlot[]? Caps { get; init; }

    public OfferId Offer => Cell.Offer;

    public long? Decide(Touch? latest) => TouchRule.Decide(latest, Cell.Affiliate, At, CookieDays, LastTouch, Deduplication);
}

/// <summary>What the database made of a click.</summary>
/// <param name="Request">The offer's request id, <c>#oreqid#</c>: the click that counts, this one or the one it repeats.</param>
internal readonly record struct WrittenClick(long Id, long Request)
{
    public bool IsDuplicate => Id != Request;

    /// <summary>A cap turned it away: it was not stored.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>A click with what was decided over it: its place in the session.</summary>
/// <param name="Touch">Minus the id where it is a duplicate of <paramref name="Request"/>.</param>
internal readonly record struct ClickPlace(long Id, long Touch, long Request)
{
    public static ClickPlace Of(long id, long? touch, Touch? latest) =>
        touch is { } number ? new(id, number, id) : new(id, -id, latest!.Value.ClickId);

    public long? DuplicateOf => Request == Id ? null : Request;
}
