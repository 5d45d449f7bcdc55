using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>A recording of the call is available. Its pixel fires after the call's end, whichever came first.</summary>
public sealed class RecordRecording(CallBook book)
{
    public sealed record Request(string CarrierId, string CarrierCallId, string Url);

    public async Task<FactOutcome> RunAsync(Request request, CancellationToken cancellation = default)
    {
        var outcome = await book.ChangeAsync(
            request.CarrierId,
            request.CarrierCallId,
            [],
            writer => TakeAsync(writer, request),
            FactOutcome.UnknownCall,
            cancellation
        );
        if (outcome != FactOutcome.Taken)
            CallsLog.Refused(book.Log, request.CarrierCallId, outcome);
        return outcome;
    }

    private static async Task<FactOutcome> TakeAsync(CallWriter writer, Request request)
    {
        if (writer.Call.RecordingUrl is not null)
            return FactOutcome.Repeated;
        var outcome = writer.Apply(CallFact.Recorded);
        if (outcome != FactOutcome.Taken)
            return outcome;
        writer.Call.RecordingUrl = request.Url;
        await writer.LogAsync("RecordedCall", new { recordingUrl = request.Url });
        if (writer.Call.IsOver)
            await writer.FireAsync(PixelEvent.Recording);
        return FactOutcome.Taken;
    }
}
