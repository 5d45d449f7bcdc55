using System.Text.Json.Serialization;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Blocks;

/// <summary>Callers that are turned away (ringba.md 9.6).</summary>
/// <param name="Number">In E.164; a beginning of it with <c>*</c> behind, as <c>+1661*</c>; or <c>+anonymous</c>. Masked for who may not see full numbers.</param>
/// <param name="CampaignId">Null: on all campaigns.</param>
/// <param name="Note">Why, in the words of who blocked.</param>
/// <param name="ExpiresAt">From then on calls are let in again; null is never.</param>
/// <param name="CallId">The call that it was blocked from.</param>
public sealed record BlockedNumber(
    BlockedNumberId Id,
    string Number,
    [property: JsonPropertyName("callCampaignId")] CallCampaignId? CampaignId,
    string Note,
    Instant? ExpiresAt,
    string BlockedBy,
    CallId? CallId,
    Instant CreatedAt
)
{
    /// <summary>A beginning up to here names an exchange and no person.</summary>
    private const int NamesNobody = 8;

    internal bool IsPrefix => Number[^1] == BlockPattern.Wildcard;

    internal bool HoldsAt(Instant at) => CreatedAt <= at && (ExpiresAt is not { } end || at < end);

    internal BlockedNumber For(Actor actor) =>
        actor.May(Permission.SeeFullNumbers) ? this : this with { Number = Masked(), Note = MaskNumbers.In(Note) };

    private string Masked()
    {
        var digits = Number.TrimEnd(BlockPattern.Wildcard);
        return Number == BlockPattern.Anonymous || (IsPrefix && digits.Length <= NamesNobody) ? Number
            : IsPrefix ? PhoneNumber.Mask(digits) + BlockPattern.Wildcard
            : PhoneNumber.Mask(digits);
    }

    /// <summary>What the change log keeps of it: it is never erased, so no number stands there.</summary>
    internal object Logged() =>
        new
        {
            number = Number == BlockPattern.Anonymous ? Number : PhoneNumber.Mask(Number),
            callCampaignId = CampaignId?.Value,
            expiresAt = ExpiresAt,
        };
}
