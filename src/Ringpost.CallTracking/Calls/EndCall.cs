using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>The carrier states that the caller's leg ended. With the end of the last leg it settles the call; later, it settles one that was given up.</summary>
public sealed class EndCall(CallBook book)
{
    /// <param name="Seconds">The carrier's length of the call; null where it was not stated.</param>
    /// <param name="Stamp">The carrier's clock.</param>
    public sealed record Request(string CarrierId, string CarrierCallId, long? Seconds, Instant? Stamp);

    public async Task<FactOutcome> RunAsync(Request request, CancellationToken cancellation = default)
    {
        var outcome = await book.TakeAsync(
            request.CarrierId,
            request.CarrierCallId,
            CarrierReportKind.Ended,
            CarrierReportText.Ended(request.Seconds),
            writer => Task.FromResult(Take(writer, request)),
            cancellation
        );
        if (outcome != FactOutcome.Taken)
            CallsLog.Refused(book.Log, request.CarrierCallId, outcome);
        return outcome;
    }

    private static FactOutcome Take(CallWriter writer, Request request)
    {
        var call = writer.Call;
        if (call.InboundEndedAt is not null && call.CallSeconds is not null)
            return FactOutcome.Repeated;
        var outcome = writer.Apply(CallFact.InboundEnded);
        if (outcome != FactOutcome.Taken)
            return outcome;
        call.InboundEndedAt ??= writer.Moment(request.Stamp);
        call.CallSeconds ??= request.Seconds;
        return FactOutcome.Taken;
    }
}
