using System.Text.Json;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>A place in the stored plan of a call.</summary>
internal sealed record PlannedRoute(RouteId Route, TargetId Target);

/// <summary>A row of <c>calls</c> with its legs, while a unit of work holds the call.</summary>
internal sealed class CallRecord
{
    public CallId Id { get; init; }
    public string CarrierId { get; init; } = "";
    public string CarrierCallId { get; init; } = "";
    public Instant ArrivedAt { get; init; }
    public string Caller { get; init; } = "";
    public string Dialed { get; init; } = "";
    public NumberId NumberId { get; init; }
    public CallCampaignId CampaignId { get; init; }
    public PublisherId? PublisherId { get; init; }
    public bool Test { get; init; }

    /// <summary>A test that earns nothing, takes no place in caps, is no duplicate of anything and stands in no report.</summary>
    public bool Uncounted { get; init; }

    /// <summary>Of another tracker's log: it is over and settled, and nothing of it changes here.</summary>
    public bool History { get; init; }
    public CallState State { get; set; }
    public BlockReason? BlockReason { get; init; }
    public IncompleteReason? IncompleteReason { get; set; }
    public Attestation? Attestation { get; init; }
    public bool Duplicate { get; init; }
    public bool PreviouslyConnected { get; init; }
    public bool Connected { get; set; }
    public bool Converted { get; set; }
    public bool Paid { get; set; }
    public TargetId? TargetId { get; set; }
    public BuyerId? BuyerId { get; set; }
    public Instant? ConnectedAt { get; set; }
    public Instant? EndedAt { get; set; }
    public EndedBy? EndedBy { get; set; }
    public Instant? InboundEndedAt { get; set; }
    public long? CallSeconds { get; set; }
    public long? ConnectedSeconds { get; set; }
    public long? DialedSeconds { get; set; }
    public string Currency { get; init; } = "";
    public long Revenue { get; set; }
    public long Payout { get; set; }
    public ConversionRefusal? ConversionReason { get; set; }
    public PayoutRefusal? PayoutReason { get; set; }
    public PayoutRuleId? PayoutRuleId { get; set; }

    /// <summary>Of a payout that was refused as a duplicate: the call that was paid, its arrival, the window.</summary>
    public CallId? PayoutEarlierId { get; set; }
    public Instant? PayoutEarlierAt { get; set; }
    public long? PayoutWindow { get; set; }
    public bool ConversionDecided { get; set; }
    public bool PayoutDecided { get; set; }

    /// <summary>A cap of the publisher was full when the call arrived.</summary>
    public bool PayoutCapped { get; init; }
    public string Plan { get; set; } = "[]";
    public string PayoutTerms { get; private set; } = "[]";
    public string? RecordingUrl { get; set; }

    /// <summary>Its stored tags by lower-case <c>type:name</c>; null until somebody asks for them.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; set; }

    /// <summary>Whom the caller was connected with before; null until a restriction asks.</summary>
    public IReadOnlyList<EarlierConnection>? Earlier { get; set; }

    public List<LegRecord> Legs { get; } = [];

    public bool IsLive => CallTransitions.IsLive(State);

    /// <summary>Whether its end is written: what follows are corrections by a later word.</summary>
    public bool IsOver => EndedAt is not null;

    /// <summary>Somebody stated an end: of the caller's leg, or of the last leg that was dialled.</summary>
    public bool IsEndStated => InboundEndedAt is not null || RingTogether.LastOf(this) is null or { Evidence.End: not null };

    public LegRecord? ConnectedLeg => Legs.LastOrDefault(l => l.Evidence.Connected);

    public string Key => KeyOf(CarrierId, CarrierCallId);

    /// <summary>The buyer said so before the call ended.</summary>
    public bool ConvertedDuringCall =>
        Legs.Exists(l => l.Converted && l.PostedAt is { } posted && (EndedAt is not { } end || posted < end));

    /// <summary>As the call will be once it is over, for what is asked before that is written.</summary>
    public CallRecord AsEnded(Instant now)
    {
        var ended = (CallRecord)MemberwiseClone();
        CallEnd.DescribeCall(ended, now);
        return ended;
    }

    public void Take(RoutingPlan plan)
    {
        Plan = JsonSerializer.Serialize(plan.Eligible.Select(c => new PlannedRoute(c.Route.Id, c.Route.TargetId)), RingpostJson.Options);
        IncompleteReason = plan.Eligible.Count == 0 ? Calls.IncompleteReason.NoTarget : null;
    }

    /// <summary>The payout rules in force now, each with what it asks of the arrival answered.</summary>
    public void TakePayoutTerms(CallConfiguration configuration, IReadOnlyDictionary<string, string> tags)
    {
        if (!configuration.Payouts.TryGetValue(CampaignId, out var rules))
            return;
        var terms = PayoutTerm.Of(
            rules,
            PublisherId,
            ArrivedAt,
            new CallTokens(this, configuration, ArrivedAt, tags).Lookup(),
            configuration.Campaigns.GetValueOrDefault(CampaignId)?.OnePayoutPerCaller ?? false
        );
        PayoutTerms = JsonSerializer.Serialize(terms, RingpostJson.Options);
    }

    public IReadOnlyList<PlannedRoute> ReadPlan() => JsonSerializer.Deserialize<List<PlannedRoute>>(Plan, RingpostJson.Options)!;

    public IReadOnlyList<PayoutTerm> ReadPayoutTerms() => JsonSerializer.Deserialize<List<PayoutTerm>>(PayoutTerms, RingpostJson.Options)!;

    public static string KeyOf(string carrierId, string carrierCallId) => $"call:{carrierId}:{carrierCallId}";

    /// <summary>What is decided over when a caller's earlier calls on a campaign are asked for.</summary>
    public static string CallerKeyOf(CallCampaignId campaign, string caller) => $"caller:{campaign}:{caller}";
}

/// <summary>A row of <c>call_legs</c>: the terms it was dialled under, the carrier's evidence, and what follows from it.</summary>
internal sealed class LegRecord
{
    public long Leg { get; init; }
    public RouteId RouteId { get; init; }
    public TargetId TargetId { get; init; }
    public BuyerId? BuyerId { get; init; }
    public DestinationType DestinationType { get; init; }
    public string Destination { get; init; } = "";
    public ConvertOn ConvertOn { get; init; }
    public long ConvertSeconds { get; init; }
    public TimerStart ConvertTimerStart { get; init; }
    public long ConvertRevenue { get; init; }
    public string ConvertLengths { get; init; } = "[]";
    public long ConvertDedupe { get; init; }

    /// <summary>What the buyer's webhook said it is worth, and when; null until it does.</summary>
    public long? PostedRevenue { get; set; }
    public Instant? PostedAt { get; set; }

    /// <summary>Of a leg that did not convert as a duplicate: the call that did, and its arrival.</summary>
    public CallId? EarlierCallId { get; set; }
    public Instant? EarlierAt { get; set; }
    public string? CarrierLegId { get; set; }

    /// <summary>The number of the first of the legs that rang together; null where it rang alone.</summary>
    public long? Ring { get; init; }
    public Instant DialedAt { get; init; }
    public Instant? AnsweredAt { get; set; }
    public Instant? EndedAt { get; set; }
    public LegOutcome? Outcome { get; set; }
    public bool Converted { get; set; }
    public long Revenue { get; set; }
    public ConversionRefusal? ConversionReason { get; set; }

    public bool RingingSeen { get; init; }
    public bool AnsweredSeen { get; init; }
    public Instant? InitiatedStamp { get; init; }
    public Instant? AnsweredStamp { get; init; }
    public Instant? EndedStamp { get; init; }
    public long ProgressSeen { get; init; }
    public long? ProgressLast { get; init; }
    public LegEnd? ProgressEnd { get; init; }
    public long? ProgressSeconds { get; init; }
    public LegEnd? DialEnd { get; init; }
    public long? DialSeconds { get; init; }
    public bool? CallerPresent { get; init; }
    public string? AnsweredBy { get; init; }
    public bool Lost { get; init; }

    private LegEvidence? _evidence;

    public LegEvidence Evidence
    {
        get =>
            _evidence ??= new LegEvidence
            {
                RingingSeen = RingingSeen,
                AnsweredSeen = AnsweredSeen,
                Initiated = InitiatedStamp,
                Answered = AnsweredStamp,
                Ended = EndedStamp,
                SequencesSeen = ProgressSeen,
                LastSequence = ProgressLast,
                ProgressEnd = ProgressEnd,
                ProgressSeconds = ProgressSeconds,
                Dial = DialEnd is { } end ? new DialResult(end, DialSeconds, CallerPresent ?? false, AnsweredBy) : null,
                Together = Ring is not null,
                Lost = Lost,
            };
        set => _evidence = value;
    }

    public ConversionSetting Terms =>
        new(ConvertOn, (int)ConvertSeconds, ConvertTimerStart, ConvertRevenue)
        {
            Lengths = LengthSteps.FromJson(ConvertLengths),
            DedupeSeconds = (int)ConvertDedupe,
        };

    /// <summary>With whom a caller converts again or not: the buyer; a target that belongs to nobody stands for itself.</summary>
    public string BuyerKey => BuyerId?.Value ?? TargetId.Value;

    /// <param name="call">The call that it is a leg of.</param>
    public LegCase CaseIn(CallRecord call)
    {
        var alone = new LegCase(Terms, Evidence, BuyerKey, PostedRevenue);
        if (Ring is null)
            return alone;
        var ring = RingTogether.Of(call, this);
        return alone with { IsSpare = Evidence.Lost || ring.First(l => !l.Evidence.Lost) != this, IsGuess = RingTogether.IsGuess(ring) };
    }
}
