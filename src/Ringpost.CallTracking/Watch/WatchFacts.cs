using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Watch;

/// <summary>What the watch knows when it judges. Calls that count nowhere are in none of it.</summary>
/// <param name="Legs">The latest first.</param>
/// <param name="Full">Caps that let nothing more in.</param>
/// <param name="Hours">Of the last full hour; null where it was judged already.</param>
internal sealed record WatchFacts(
    CallConfiguration Configuration,
    WatchSettings Settings,
    IReadOnlyList<WatchedLeg> Legs,
    IReadOnlyList<WatchedCampaign> Campaigns,
    IReadOnlyList<CapStand> Full,
    WatchedHours? Hours
);

/// <summary>A dial attempt that is over.</summary>
internal sealed record WatchedLeg(TargetId TargetId, LegOutcome Outcome);

/// <summary>How a campaign's calls of the last minutes found targets.</summary>
/// <param name="Untaken">Calls that no target could take.</param>
/// <param name="LastTaken">When the last one came that a target could take.</param>
internal sealed record WatchedCampaign(CallCampaignId CampaignId, long Untaken, Instant? LastUntaken, Instant? LastTaken);

/// <summary>Calls by campaign in an hour, and in the same hour one to four weeks before.</summary>
internal sealed record WatchedHours(
    Instant From,
    IReadOnlyDictionary<CallCampaignId, long> Now,
    IReadOnlyList<IReadOnlyDictionary<CallCampaignId, long>> Before
);
