using System.Collections.Frozen;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.TestCalls;
using Ringpost.CallTracking.UrlParameters;

namespace Ringpost.CallTracking.Configuration;

/// <summary>
/// The call side's configuration as one immutable picture (architecture 4.6): what a call needs to know is looked up here, never in the
/// database. Read it through <c>Snapshot&lt;CallConfiguration&gt;</c>.
/// </summary>
public sealed class CallConfiguration
{
    public required TimeZoneInfo Zone { get; init; }

    public required FrozenDictionary<CallCampaignId, CallCampaign> Campaigns { get; init; }

    public required FrozenDictionary<PublisherId, Publisher> Publishers { get; init; }

    public required FrozenDictionary<BuyerId, Buyer> Buyers { get; init; }

    public required FrozenDictionary<TargetId, Target> Targets { get; init; }

    /// <summary>By the dialled number in E.164.</summary>
    public required FrozenDictionary<string, TrackingNumber> Numbers { get; init; }

    /// <summary>The declared URL parameters by their names, whose case counts.</summary>
    public FrozenDictionary<string, UrlParameter> UrlParameters { get; init; } = FrozenDictionary<string, UrlParameter>.Empty;

    /// <summary>In order of priority, then age.</summary>
    public required FrozenDictionary<CallCampaignId, Route[]> Routes { get; init; }

    public RoutingSettings Routing { get; init; } = RoutingSettings.None;

    /// <summary>In the order in which they are asked.</summary>
    public required FrozenDictionary<CallCampaignId, PayoutRule[]> Payouts { get; init; }

    /// <summary>The enabled pixels attached to a campaign, in order of attachment.</summary>
    public required FrozenDictionary<CallCampaignId, Pixel[]> Pixels { get; init; }

    /// <summary>Callers that are turned away.</summary>
    internal BlockList Blocks { get; init; } = BlockList.Empty;

    /// <summary>Which attestation calls must have where their campaign says nothing else.</summary>
    internal AttestationRequirement Attestation { get; init; } = AttestationRequirement.None;

    /// <summary>Where recordings are kept.</summary>
    /// <summary>How long calls may be disputed, and their amounts are pending.</summary>
    public DisputeSettings Disputes { get; init; } = DisputeSettings.Default;

    public RecordingSettings Recordings { get; init; } = RecordingSettings.Default;

    /// <summary>Which calls are tests, and what becomes of their pixels.</summary>
    public TestCallRule Tests { get; init; } = TestCallRule.Default;

    /// <summary>Caps that this node saw full since this picture was taken.</summary>
    internal CapsSeen CapsSeen { get; } = new();

    private FrozenDictionary<NumberId, TrackingNumber>? _numbers;
    private bool? _limitsCallsAtOnce;

    /// <summary>Whether any target or buyer takes a bounded number of calls at the same time.</summary>
    internal bool LimitsCallsAtOnce =>
        _limitsCallsAtOnce ??=
            Targets.Values.Any(t => t.ConcurrencyCap is not null) || Buyers.Values.Any(b => b.ConcurrencyCap is not null);

    public TrackingNumber? FindNumber(NumberId id) => (_numbers ??= Numbers.Values.ToFrozenDictionary(n => n.Id)).GetValueOrDefault(id);
}
