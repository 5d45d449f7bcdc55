using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.PaymentAnswers;

/// <summary>What a call came to, as somebody who asks for its payment is answered. A closed set.</summary>
public enum PaymentCase
{
    /// <summary>It still runs.</summary>
    Live,

    /// <summary>From a test number: it earns nothing.</summary>
    Test,

    /// <summary>Of another tracker's log.</summary>
    History,

    Paid,

    /// <summary>Paid, and the amount may still change by the instance's hold.</summary>
    PaidPending,

    /// <summary>Paid, and a buyer disputes the call.</summary>
    PaidDisputed,

    /// <summary>Paid another amount than the rule said.</summary>
    PaidAdjusted,

    /// <summary>No rule paid; somebody's adjustment did.</summary>
    PaidByAdjustment,

    /// <summary>A rule paid, and an adjustment took all of it off.</summary>
    TakenBack,

    Blocked,

    /// <summary>Nobody here could answer the carrier.</summary>
    Missed,

    NoTarget,
    NotConnected,
    NotConverted,
    TooShort,
    Duplicate,
    Closed,
    FilterNotMet,
    NoRevenue,
    Capped,
    NoRule,
    EndUnknown,

    /// <summary>Of a buyer's person: they pay for it.</summary>
    Charged,

    /// <summary>Of a buyer's person: they pay nothing for it.</summary>
    NotCharged,
}

/// <summary>Why a call was, or was not, paid: one sentence, as far as who asks may know.</summary>
public sealed record PaymentAnswer(PaymentCase Case, Phrase Says)
{
    internal static readonly PaymentAnswer Unasked = new(PaymentCase.Live, "The call is still running.");

    /// <summary>Of a duplicate: the call that was paid before, where who asks may see it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallId? EarlierCallId { get; init; }
}
