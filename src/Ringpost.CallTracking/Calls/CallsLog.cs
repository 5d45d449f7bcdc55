using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

internal static partial class CallsLog
{
    private static readonly Meter Meter = new("Ringpost.CallTracking");

    /// <summary>Calls that carriers announced, by what became of them at arrival.</summary>
    private static readonly Counter<long> Arrived = Meter.CreateCounter<long>("ringpost.calls.arrived");

    public static void Arrival(ILogger log, string outcome, string dialed)
    {
        Arrived.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (outcome == nameof(CallRejection.UnknownNumber))
            UnknownNumber(log, PhoneNumber.Mask(dialed));
    }

    [LoggerMessage(
        EventId = 1000,
        Level = LogLevel.Warning,
        Message = "A call to {Dialed} was rejected: the number belongs to nobody here"
    )]
    private static partial void UnknownNumber(ILogger log, string dialed);

    [LoggerMessage(
        EventId = 1001,
        Level = LogLevel.Information,
        Message = "Call {CallId} is {State}: connected for {ConnectedSeconds} s, converted {Converted}, paid {Paid}"
    )]
    public static partial void Ended(ILogger log, string callId, CallState state, long? connectedSeconds, bool converted, bool paid);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Debug, Message = "A carrier's report on call {CarrierCallId} had no effect: {Outcome}")]
    public static partial void Refused(ILogger log, string carrierCallId, FactOutcome outcome);
}
