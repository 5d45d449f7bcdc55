using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// The caps of the publisher that sent a call (ringba.md 7, 9.1). They are asked once, when it arrives: a call that was let in is paid, whatever
/// comes after it.
/// </summary>
internal static class PublisherCaps
{
    public static Task<CapRefusal?> RefuseAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        PublisherId? publisherId,
        CallCampaign campaign
    ) =>
        publisherId is { } id && CapOwner.OfCall(configuration, id) is { } owner
            ? CapGate.RefuseAsync(
                unit,
                configuration,
                [owner],
                campaign.Currency.Code,
                unit.Now,
                CapMost.OfCall(configuration, campaign.Id, id) ?? 0
            )
            : Task.FromResult<CapRefusal?>(null);

    /// <summary>Whether a call that the cap refuses is turned away; else it is routed and earns no payout.</summary>
    public static bool Blocks(CapRefusal refusal, CallConfiguration configuration) =>
        configuration.Publishers[new PublisherId(refusal.Owner.Id)].BlockCallsIfCapped;

    /// <summary>The call is written: it takes its places, or says which cap it came over.</summary>
    public static async Task EnterAsync(WriteUnit unit, CallConfiguration configuration, CallRecord call, CapRefusal? refusal)
    {
        if (refusal is { } cap)
            await CallEventsSql.AppendAsync(unit, call.Id, "PublisherCapped", unit.Now, new { cap = cap.Field });
        else if (
            call is { Uncounted: false, State: not CallState.Blocked }
            && call.PublisherId is { } id
            && CapOwner.OfCall(configuration, id) is { } owner
            && CapMost.OfCall(configuration, call.CampaignId, id) is { } most
        )
            await CapGate.TakeAsync(unit, call, [owner], 0, call.ArrivedAt, most);
    }
}
