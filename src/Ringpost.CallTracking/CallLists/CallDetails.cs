using System.Text.Json;
using System.Text.Json.Serialization;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.CallTracking.Recordings;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>A call with everything that is known of it (api-v1.md).</summary>
public sealed record CallDetails : CallSummary
{
    public CallDetails(CallSummary summary)
        : base(summary) { }

    /// <summary>Why it was, or was not, paid; for a buyer's person, why they pay for it or not.</summary>
    public PaymentAnswer Answer { get; init; } = PaymentAnswer.Unasked;

    public Instant? ConnectedAt { get; init; }

    public Instant? EndedAt { get; init; }

    /// <summary>Until when its amounts may still change by the instance's hold; null where they may not.</summary>
    public Instant? PendingUntil { get; init; }

    /// <summary>A buyer disputes it and nobody has decided: its amounts are pending.</summary>
    public bool Disputed { get; init; }

    /// <summary>Opens the recording: a fresh signed link where the copy is here. Null for who may not listen.</summary>
    public string? RecordingUrl { get; init; }

    /// <summary>STIR/SHAKEN as the carrier found it; a word of <c>Attestation</c>, null where it said none.</summary>
    public string? Attestation { get; init; }

    /// <summary>Where the recording stands; null where there is none.</summary>
    public CallRecording? Recording { get; init; }

    /// <summary>Missed in an outage and brought in from the carrier's record.</summary>
    public bool Recovered { get; init; }

    /// <summary>What the carrier charged for all its legs (Total Cost); null while it has not said.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The currency of <see cref="Cost"/>, which is the carrier's and may differ from the call's.</summary>
    public string? CostCurrency { get; init; }

    public IReadOnlyList<CallLeg> Legs { get; init; } = [];

    public IReadOnlyList<CallEventLine> Events { get; init; } = [];

    /// <summary>The carrier's webhooks in order, each with what it was answered.</summary>
    public IReadOnlyList<CarrierReport> CarrierReports { get; init; } = [];

    public IReadOnlyList<CallTag> Tags { get; init; } = [];

    /// <summary>What its pixels sent, oldest first.</summary>
    public IReadOnlyList<DeliveryDetails> Deliveries { get; init; } = [];
}

/// <summary>One dialled target.</summary>
/// <param name="Outcome">A word of the closed set <c>LegOutcome</c>; null while it rings or talks.</param>
/// <param name="ConversionReason">Why it did not convert; a word of <c>ConversionRefusal</c>.</param>
/// <param name="Conversion">The terms it was dialled under.</param>
public sealed record CallLeg(
    TargetId TargetId,
    string TargetName,
    BuyerId? BuyerId,
    string? BuyerName,
    string Destination,
    Instant DialedAt,
    bool Answered,
    Instant? AnsweredAt,
    Instant? EndedAt,
    long? ConnectedSeconds,
    string? Outcome,
    bool Converted,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    string? ConversionReason,
    ConversionSetting Conversion
)
{
    /// <summary>Where it did not convert as a duplicate: of what.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DuplicateOf? Duplicate { get; init; }
}

/// <summary>A line of the call's event log, with Ringba's name and fields (ringba.md 2.2).</summary>
public sealed record CallEventLine(string Name, Instant At)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Fields { get; init; } = [];
}

/// <summary>What a token of the call is worth (ringba.md 4).</summary>
public sealed record CallTag(string Type, string Name, string Value)
{
    /// <summary>Where a stored tag came from; a word of <c>TagSource</c>. Null for what the call tells by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }
}
