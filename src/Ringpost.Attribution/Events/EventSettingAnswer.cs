using Ringpost.Primitives;

namespace Ringpost.Attribution.Events;

/// <summary>An event as an offer or a campaign has it: what is set there (null leaves the level above), and what counts in the end.</summary>
/// <param name="Received">What the advertiser pays; a campaign can't set it.</param>
/// <param name="PriceFormat"><c>CPE</c> or <c>RevShare</c> of the payout that is set here; null is the format of the level above.</param>
/// <param name="InForce">What a postback meets: switched off at any level is off.</param>
public sealed record EventSettingAnswer(
    OfferEventId EventId,
    string Name,
    string? ThirdPartyName,
    string Type,
    bool IsDefault,
    bool? Active,
    bool? Publish,
    decimal? Payout,
    decimal? Received,
    EventInForce InForce,
    string? PriceFormat
)
{
    /// <summary>Seconds that must have passed since the click; set at an offer, null is none.</summary>
    public int? MinimumSeconds { get; init; }

    /// <summary>Without what the advertiser pays for whoever may not see that.</summary>
    internal EventSettingAnswer For(Actor actor) =>
        actor.May(Permission.SeeRevenue)
            ? this
            : this with
            {
                Received = null,
                InForce = InForce with { Received = 0, ReceivedIsShare = false },
            };
}

/// <summary>What counts of an event after every level had its say; unpriced, it is worth nothing unless the postback names amounts. A share is a
/// percentage of the sale amount.</summary>
public sealed record EventInForce(
    bool Active,
    bool Publish,
    decimal Payout,
    decimal Received,
    bool PayoutIsShare = false,
    bool ReceivedIsShare = false
)
{
    public bool Priced => Payout > 0 || Received > 0;
}
