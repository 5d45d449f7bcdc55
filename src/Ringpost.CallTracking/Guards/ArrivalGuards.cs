using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Guards;

/// <summary>
/// What turns a call away before routing, behind the pauses (ringba.md 6.3): 1 the list of blocked numbers, 2 a repeat within seconds,
/// 3 STIR/SHAKEN; 4 the check before routing was asked before. The first that does gives the reason.
/// </summary>
internal static class ArrivalGuards
{
    /// <param name="caller">E.164; empty for an anonymous caller.</param>
    /// <param name="repeats">Whether the caller was let in a moment ago.</param>
    /// <param name="given">Null where the carrier said none.</param>
    public static TurnedAway? Judge(
        CallConfiguration configuration,
        CallCampaign campaign,
        string caller,
        bool repeats,
        Attestation? given,
        Instant at
    ) =>
        JudgeMissed(configuration, campaign, caller, repeats, at)
        ?? (
            (campaign.Guards.Attestation ?? configuration.Attestation).Refuses(given)
                ? new TurnedAway(given is null ? BlockReason.NotAttested : BlockReason.AttestationTooWeak)
                : null
        );

    /// <summary>What can be known of a call that came while nobody here could answer: its carrier's books tell no attestation.</summary>
    public static TurnedAway? JudgeMissed(
        CallConfiguration configuration,
        CallCampaign campaign,
        string caller,
        bool repeats,
        Instant at
    ) =>
        configuration.Blocks.Find(caller, campaign.Id, at) is { } block ? TurnedAway.By(block)
        : repeats ? new TurnedAway(BlockReason.RepeatedTooSoon)
        : null;
}
