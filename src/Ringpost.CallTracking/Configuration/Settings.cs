using System.Text.Json.Serialization;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Configuration;

/// <summary>A container of numbers, routes, payouts and pixels (ringba.md 6.1). Its tracking id holds the receiving tracker's offer id.</summary>
public sealed record CallCampaign(
    CallCampaignId Id,
    string Name,
    string Country,
    string TrackingId,
    Currency Currency,
    bool Enabled,
    int DialAttempts,
    bool RecordCalls,
    Instant CreatedAt
)
{
    /// <summary>A caller is paid for once, whichever publisher sent the calls (ringba.md 6.1, <c>payoutDupesGlobal</c>).</summary>
    public bool OnePayoutPerCaller { get; init; }

    /// <summary>A target that hangs up before so many connected seconds passes the caller on (ringba.md 8.4); 0 is never.</summary>
    public int RecoverSeconds { get; init; }

    /// <summary>Who takes a call that no target can take; null is as the instance says.</summary>
    public Fallback? Fallback { get; init; }

    /// <summary>Which calls it lets in, and what it takes for a duplicate; read and changed by operations of their own.</summary>
    internal CampaignGuards Guards { get; init; } = CampaignGuards.None;

    /// <summary>What callers hear before they are recorded; null: nobody has said yet.</summary>
    public RecordingNotice? RecordingNotice { get; init; }

    /// <summary>Since when it is out of use and out of lists; null is in use.</summary>
    public Instant? ArchivedAt { get; init; }
}

/// <summary>Who sends calls (ringba.md 9.1). Its Sub ID holds the receiving tracker's affiliate id.</summary>
public sealed record Publisher(PublisherId Id, string Name, string SubId, bool Enabled, Instant CreatedAt)
{
    /// <summary>The company behind the name; empty where none was given.</summary>
    public string Company { get; init; } = "";

    /// <summary>How many calls and how much payout it is paid.</summary>
    public CallCaps Caps { get; init; } = CallCaps.None;

    /// <summary>Calls at the same time that may be paid; null is unlimited.</summary>
    public int? ConcurrencyCap { get; init; }

    /// <summary>Whether its calls are turned away while one of its caps is full; else they are routed and not paid.</summary>
    public bool BlockCallsIfCapped { get; init; }

    /// <inheritdoc cref="CallCampaign.ArchivedAt"/>
    public Instant? ArchivedAt { get; init; }
}

/// <summary>Who takes and pays for calls; owns targets (ringba.md 8.2).</summary>
public sealed record Buyer(BuyerId Id, string Name, string SubId, bool Enabled, Instant CreatedAt)
{
    /// <summary>Whether its targets take a caller again, unless a target says otherwise; null is always.</summary>
    public DuplicateRestriction? RestrictDuplicates { get; init; }

    /// <inheritdoc cref="Target.RerouteAttempts"/>
    public int? RerouteAttempts { get; init; }

    /// <summary>How many calls all its targets together take, and for how much.</summary>
    public CallCaps Caps { get; init; } = CallCaps.None;

    /// <summary>Calls at the same time over all its targets; null is unlimited.</summary>
    public int? ConcurrencyCap { get; init; }

    /// <summary>How many days after a call it may be disputed, 0 for not at all; null is as the instance says.</summary>
    public int? DisputeDays { get; init; }

    /// <inheritdoc cref="CallCampaign.ArchivedAt"/>
    public Instant? ArchivedAt { get; init; }
}

public enum DestinationType
{
    Number,
    Sip,

    /// <summary>Other targets, which ring together.</summary>
    Group,
}

/// <summary>Where a target's calls go: a number in E.164, a SIP URI, or other targets that ring together.</summary>
public sealed record Destination(DestinationType Type, string Value)
{
    /// <summary>The targets of a group; null for any other destination.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TargetId>? Members { get; init; }

    public bool Equals(Destination? other) =>
        other is not null && Type == other.Type && Value == other.Value && (Members ?? []).SequenceEqual(other.Members ?? []);

    public override int GetHashCode() => HashCode.Combine(Type, Value, Members?.Count ?? 0);
}

/// <summary>A receiving end (ringba.md 8.2). <paramref name="ConcurrencyCap"/> null is unlimited.</summary>
public sealed record Target(
    TargetId Id,
    string Name,
    BuyerId? BuyerId,
    Destination Destination,
    int RingSeconds,
    int? ConcurrencyCap,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>Which calls it takes.</summary>
    public TagFilter Filters { get; init; } = TagFilter.None;

    /// <inheritdoc cref="CallCampaign.ArchivedAt"/>
    public Instant? ArchivedAt { get; init; }

    /// <summary>How many calls it takes, and for how much.</summary>
    public CallCaps Caps { get; init; } = CallCaps.None;

    /// <summary>When it takes calls; null is always.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>Whether it takes a caller again; null is as its buyer says.</summary>
    public DuplicateRestriction? RestrictDuplicates { get; init; }

    /// <summary>Hanging up before so many connected seconds passes the caller on (ringba.md 8.4); null is as the campaign says, 0 is never.</summary>
    public int? RecoverSeconds { get; init; }

    /// <summary>How many connections a call may have had and still be taken here; null is any number.</summary>
    public int? RerouteAttempts { get; init; }
}

public enum ConvertOn
{
    Dialed,
    Connected,
    CallLength,
    Postback,
}

/// <summary>The moment from which a call-length rule counts seconds (ringba.md 7, 8.1).</summary>
public enum TimerStart
{
    Incoming,
    Dialed,
    Connected,
}

/// <summary>When a leg converts and what it earns. <paramref name="Seconds"/> counts for <see cref="ConvertOn.CallLength"/> only; exactly N meets N.</summary>
public sealed record ConversionSetting(
    ConvertOn On,
    int Seconds,
    TimerStart TimerStart,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue
)
{
    /// <summary>Further call lengths with what each earns, from the same timer; the longest that is met counts. Shortest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LengthSteps? Lengths { get; init; }

    /// <inheritdoc cref="PayoutRule.DedupeSeconds"/>
    /// <remarks>Counted from the caller's last converted call with the buyer.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int DedupeSeconds { get; init; }
}

/// <summary>A call length and what a call of at least that earns.</summary>
public sealed record LengthStep(int Seconds, [property: JsonConverter(typeof(MillionthsJson))] long Revenue);

/// <summary>Links a target to a campaign. The lowest priority number is tried first; weight splits equals (ringba.md 8.3).</summary>
public record Route(
    RouteId Id,
    [property: JsonPropertyName("callCampaignId")] CallCampaignId CampaignId,
    TargetId TargetId,
    int Priority,
    int Weight,
    ConversionSetting Conversion,
    bool Enabled,
    Instant CreatedAt
);

public enum PayoutOn
{
    Incoming,
    Connected,
    Converted,
    CallLength,
}

/// <summary>Pays a publisher (ringba.md 7). Rules of the call's own publisher stand before those for all; then in order of <paramref name="Position"/>.</summary>
public sealed record PayoutRule(
    PayoutRuleId Id,
    [property: JsonPropertyName("callCampaignId")] CallCampaignId CampaignId,
    PublisherId? PublisherId,
    int Position,
    PayoutOn On,
    int Seconds,
    TimerStart TimerStart,
    [property: JsonConverter(typeof(MillionthsJson))] long Amount,
    Instant CreatedAt
)
{
    /// <summary>Pays a part of the call's revenue instead of <see cref="Amount"/>; null for a fixed amount.</summary>
    public RevenueShare? RevenueShare { get; init; }

    /// <summary>Which calls it pays.</summary>
    public TagFilter Filters { get; init; } = TagFilter.None;

    /// <summary>When a call must arrive to be paid; null is always.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>
    /// What must lie between two paid calls of a caller, arrival to arrival: −1 never pays a caller again, 0 always, else so many seconds
    /// (ringba.md 7).
    /// </summary>
    public int DedupeSeconds { get; init; }
}

/// <summary>A part of the call's revenue, in percent, within limits where they are set.</summary>
public sealed record RevenueShare(
    [property: JsonConverter(typeof(MillionthsJson))] long Percent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Minimum = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Maximum = null
)
{
    /// <summary>In millionths: computed exactly, rounded once, then brought within the limits.</summary>
    public long Of(long revenue)
    {
        var share = Money.ComputedToMillionths(revenue / 1_000_000m * (Percent / 1_000_000m) / 100m);
        if (Maximum is { } most)
            share = Math.Min(share, Money.ToMillionths(most));
        return Minimum is { } least ? Math.Max(share, Money.ToMillionths(least)) : share;
    }
}

/// <summary>A tracking number: belongs to one campaign and at most one publisher (ringba.md 9.2).</summary>
public sealed record TrackingNumber(
    NumberId Id,
    PhoneNumber Number,
    [property: JsonPropertyName("callCampaignId")] CallCampaignId CampaignId,
    PublisherId? PublisherId,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>Its own tags: of each call to it, as <c>[tag:DialedNumber:name]</c>.</summary>
    public TagValues Tags { get; init; } = TagValues.None;

    /// <inheritdoc cref="CallCampaign.ArchivedAt"/>
    public Instant? ArchivedAt { get; init; }

    /// <summary>Whether what is sent about callers must carry a secret (ringba.md 12.2).</summary>
    public bool EnrichSecretSet { get; init; }

    /// <summary>A keyed fingerprint of the secret; null where none is asked for.</summary>
    internal string? EnrichSecret { get; init; }

    /// <summary>Something was sent about its callers once, so that its calls ask.</summary>
    internal bool Enriched { get; init; }
}

/// <summary>The call events that a pixel can listen to: Ringba's eight in its order (ringba.md 3), then our own.</summary>
public enum PixelEvent
{
    Incoming,
    Connected,
    Completed,
    Converted,
    Error,
    Payout,
    Finalized,
    Recording,

    /// <summary>An amount was changed after settlement: an event of our own, which may happen more than once (ringba.md 3).</summary>
    Adjusted,
}
