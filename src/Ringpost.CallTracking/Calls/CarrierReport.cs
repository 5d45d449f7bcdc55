using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a carrier's webhook was about.</summary>
public enum CarrierReportKind
{
    /// <summary>A call arrives; what is to be done with it.</summary>
    Arrived,

    /// <summary>A leg was begun, rings, was answered, ended.</summary>
    Leg,

    /// <summary>What a dial came to; what is to be done next.</summary>
    Dial,

    /// <summary>The caller's leg ended.</summary>
    Ended,

    /// <summary>There is a recording.</summary>
    Recording,
}

/// <summary>One webhook of the carrier, with what it was answered. Kept in the transaction of what it changed; a repeat is one more.</summary>
/// <param name="Said">In a few words, without numbers of people: <c>leg 1 answered</c>.</param>
/// <param name="Answer">What the carrier was told to do, or what became of the fact: <c>Taken</c>, <c>Repeated</c>, <c>Late</c>, ….</param>
public sealed record CarrierReport(Instant At, CarrierReportKind Kind, string Said, string Answer);

/// <summary>A webhook in words. Without I/O.</summary>
internal static class CarrierReportText
{
    public static string Of(int leg, LegProgress report) =>
        $"leg {leg} "
        + report.Step switch
        {
            LegProgressStep.Initiated => "initiated",
            LegProgressStep.Ringing => "ringing",
            LegProgressStep.Answered => "answered",
            LegProgressStep.Ended => $"ended{Of(report.End)}{Of(report.Seconds)}",
            _ => throw new InvalidOperationException($"No such step: {report.Step}."),
        };

    public static string Of(int leg, DialResult result) =>
        $"dial of leg {leg} ended{Of(result.End)}{Of(result.Seconds)}, {(result.CallerPresent ? "the caller is there" : "the caller is gone")}";

    public static string Ended(long? seconds) => $"the caller's leg ended{Of(seconds)}";

    public static string Of(CallAnswer answer) =>
        answer switch
        {
            CallAnswer.Dial { Also: [] } dial => $"Dial leg {dial.Leg}",
            CallAnswer.Dial dial => $"Dial legs {string.Join(", ", dial.Also.Select(a => a.Leg).Prepend(dial.Leg).Order())} together",
            CallAnswer.Reject reject => $"Reject: {reject.Reason}",
            CallAnswer.Say => "Say a message",
            CallAnswer.HangUp => "Hang up",
            _ => throw new InvalidOperationException($"No such answer: {answer}."),
        };

    private static string Of(LegEnd? end) =>
        end switch
        {
            null => "",
            LegEnd.Completed => ": completed",
            LegEnd.NotBridged => ": answered, not joined",
            LegEnd.Busy => ": busy",
            LegEnd.NoAnswer => ": no answer",
            LegEnd.Failed => ": failed",
            LegEnd.Canceled => ": canceled",
            _ => throw new InvalidOperationException($"No such end: {end}."),
        };

    private static string Of(long? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $", {known} s") : "";
}
