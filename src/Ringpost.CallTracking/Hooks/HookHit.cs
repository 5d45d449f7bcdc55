using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Hooks;

/// <summary>What became of a request to a conversion webhook.</summary>
public enum HookOutcome
{
    /// <summary>The call converts by it; one that still runs does when it ends.</summary>
    Converted,

    /// <summary>Taken, and the call earned nothing: the caller converted with the buyer before (see the call).</summary>
    Duplicate,

    /// <summary>Taken, and the call earns nothing: it is a test.</summary>
    TestCall,

    /// <summary>The flag was not set: its tags are kept, the call does not convert.</summary>
    FlagNotSet,

    /// <summary>The same request again, by its <c>Idempotency-Key</c>.</summary>
    Repeated,

    UnknownHook,
    HookPaused,
    SenderNotListed,
    WrongSecret,
    NoCall,
    UnknownCall,
    BadAmount,
    AboveMaximum,
    TooMuch,

    /// <summary>No leg that was connected converts on Postback/Webhook.</summary>
    NotPostback,

    /// <summary>More than 30 days after the connection.</summary>
    TooLate,

    /// <summary>Once per call, and not after a person set its revenue. Another amount became a request for adjustment.</summary>
    ConvertedBefore,
}

/// <summary>A line of a webhook's log.</summary>
/// <param name="Parameters">What was sent, without the secret.</param>
public sealed record HookHit(
    long Id,
    Instant At,
    string Address,
    CallId? CallId,
    HookOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Amount,
    IReadOnlyDictionary<string, string> Parameters
);

/// <summary>The outcomes as sentences.</summary>
public static class HookSentences
{
    public static string Of(HookOutcome outcome) =>
        outcome switch
        {
            HookOutcome.Converted => "The call converts.",
            HookOutcome.Duplicate => "Taken, and the call earned nothing: the caller converted with this buyer before.",
            HookOutcome.TestCall => "Taken, and the call earns nothing: it is a test call.",
            HookOutcome.FlagNotSet => "The flag is not set: the call does not convert.",
            HookOutcome.Repeated => "The same request again: it was taken before.",
            HookOutcome.UnknownHook => "There is no such webhook.",
            HookOutcome.HookPaused => "The webhook is paused.",
            HookOutcome.SenderNotListed => "The sender's address is not listed.",
            HookOutcome.WrongSecret => "The secret is missing or wrong.",
            HookOutcome.NoCall => "The call's id is missing.",
            HookOutcome.UnknownCall => "There is no such call.",
            HookOutcome.BadAmount => "The amount is no number of 0 or more, as 12.50.",
            HookOutcome.AboveMaximum => "The amount is above the webhook's maximum.",
            HookOutcome.TooMuch => "At most 50 further parameters.",
            HookOutcome.NotPostback => "The call was not connected by a route that converts on Postback/Webhook.",
            HookOutcome.TooLate => "More than 30 days have passed since the call was connected.",
            HookOutcome.ConvertedBefore =>
                "The call has converted already, or its revenue was set by a person. Another amount waits as a request for adjustment.",
        };
}
