using System.Text.Json.Serialization;
using Ringpost.CallTracking;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>Who acted in a step.</summary>
public enum TracePart
{
    /// <summary>A webhook of the carrier and what it was told.</summary>
    Carrier,

    /// <summary>The call itself: carrier, routing, conversion and payout rules.</summary>
    Call,

    /// <summary>What was sent, attempt by attempt.</summary>
    Delivery,

    /// <summary>What arrived at our own tracker.</summary>
    Postback,

    /// <summary>What it became there, with every later change.</summary>
    Conversion,

    /// <summary>What affiliates were told of it.</summary>
    Affiliate,
}

public enum TraceOutcome
{
    None,
    Good,
    Waiting,
    Bad,
}

/// <summary>One thing that happened, in the order of time.</summary>
/// <param name="What">In words; of the call itself, the event's name (ringba.md 2.2).</param>
/// <param name="Details">A line each: what a step found, what was answered.</param>
/// <param name="RecordId">Of the delivery, the postback or the conversion.</param>
public sealed record TraceStep(
    Instant At,
    TracePart Part,
    Phrase What,
    TraceOutcome Outcome,
    IReadOnlyList<Phrase> Details,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RecordId = null
);

/// <summary>Where something can be done about a call; <c>RecordId</c> says at which record.</summary>
public enum TraceAction
{
    ReplayDelivery,
    RunPostbackAgain,
    DecideConversion,
    OpenCampaign,
    OpenNumber,
    OpenPublisher,
    OpenBlockedNumbers,
    ReadCarrierRecord,
    OpenTarget,
    OpenEarlierCall,
    OpenAdjustments,
    OpenDispute,
    AdjustCall,
}

/// <param name="Says">What it is for, as words of a button.</param>
public sealed record TraceNextStep(TraceAction Action, string RecordId, Phrase Says);

/// <summary>What became of telling others of a call. A closed set; of several the first that is not as it should be, from the call outwards.</summary>
public enum WireCase
{
    /// <summary>Nothing is wrong, or there is nothing to tell yet.</summary>
    Fine,

    /// <summary>It earned something, and no pixel listened.</summary>
    NobodyTold,

    PixelFailed,
    PixelRejected,
    PixelWaiting,
    PostbackRefused,
    ConversionPending,
    ConversionRejected,
    AffiliateNotTold,
}

/// <summary>Why a call was, or was not, paid, and what is wrong with telling others of it: for the top of its page.</summary>
/// <param name="Says">What stands in the call's own answer, and after it what is wrong on the way to the tracker.</param>
public sealed record TraceAnswer(PaymentCase Case, WireCase Wire, Phrase Says);

/// <summary>A call from its arrival to the affiliate's postback.</summary>
/// <param name="Why">In sentences: what was not paid, not sent, not taken, and for what reason; where all went well, that it did.</param>
/// <param name="Next">What can be done about what did not go as it should; empty where all did.</param>
/// <param name="Call">For the page, which shows it beside the trace.</param>
public sealed record CallTrace(
    CallId CallId,
    TraceAnswer Answer,
    IReadOnlyList<Phrase> Why,
    IReadOnlyList<TraceStep> Steps,
    IReadOnlyList<TraceNextStep> Next,
    [property: JsonIgnore] CallDetails Call
);
