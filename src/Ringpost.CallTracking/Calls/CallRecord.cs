using System.Text.Json;
using Ringpost.CallTracking.Configuration;
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
    public CallState State { get; set; }
    public BlockReason? BlockReason { get; init; }
    public IncompleteReason? IncompleteReason { get; set; }
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
    public bool ConversionDecided { get; set; }
    public bool PayoutDecided { get; set; }
    public string Plan { get; set; } = "[]";
    public string PayoutTerms { get; init; } = "[]";
    public string? RecordingUrl { get; set; }

    /// <summary>Its stored tags by lower-case <c>type:name</c>; null until somebody asks for them.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; set; }

    public List<LegRecord> Legs { get; } = [];

    public bool IsLive => CallTransitions.IsLive(State);

    /// <summary>Whether its end is written: what follows are corrections by a later word.</summary>
    public bool IsOver => EndedAt is not null;

    /// <summary>Somebody stated an end: of the caller's leg, or of the last leg that was dialled.</summary>
    public bool IsEndStated => InboundEndedAt is not null || Legs is [] or [.., { Evidence.End: not null }];

    public LegRecord? ConnectedLeg => Legs.LastOrDefault(l => l.Evidence.Connected);

    public string Key => KeyOf(CarrierId, CarrierCallId);

    public void Take(RoutingPlan plan)
    {
        Plan = JsonSerializer.Serialize(plan.Eligible.Select(c => new PlannedRoute(c.Route.Id, c.Route.TargetId)), RingpostJson.Options);
        IncompleteReason = plan.Eligible.Count == 0 ? Calls.IncompleteReason.NoTarget : null;
    }

    public IReadOnlyList<PlannedRoute> ReadPlan() => JsonSerializer.Deserialize<List<PlannedRoute>>(Plan, RingpostJson.Options)!;

    public IReadOnlyList<PayoutTerm> ReadPayoutTerms() => JsonSerializer.Deserialize<List<PayoutTerm>>(PayoutTerms, RingpostJson.Options)!;

    public static string KeyOf(string carrierId, string carrierCallId) => $"call:{carrierId}:{carrierCallId}";
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
    public string? CarrierLegId { get; set; }
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
                Dial = DialEnd is { } end ? new DialResult(end, DialSeconds, CallerPresent ?? false) : null,
            };
        set => _evidence = value;
    }

    public ConversionSetting Terms => new(ConvertOn, (int)ConvertSeconds, ConvertTimerStart, ConvertRevenue);

    public LegCase Case => new(Terms, Evidence);
}
