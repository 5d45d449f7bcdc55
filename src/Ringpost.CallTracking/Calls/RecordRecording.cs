using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Erasure;
using Ringpost.CallTracking.Recordings;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// A recording of the call is available at the carrier. Its pixel fires after the call's end, whichever came first; where recordings are copied,
/// once the copy is here.
/// </summary>
public sealed class RecordRecording(CallBook book)
{
    public sealed record Request(string CarrierId, string CarrierCallId, string Url);

    public async Task<FactOutcome> RunAsync(Request request, CancellationToken cancellation = default)
    {
        var outcome = await book.TakeAsync(
            request.CarrierId,
            request.CarrierCallId,
            CarrierReportKind.Recording,
            "a recording is there",
            writer => TakeAsync(writer, request),
            cancellation
        );
        if (outcome != FactOutcome.Taken)
            CallsLog.Refused(book.Log, request.CarrierCallId, outcome);
        return outcome;
    }

    private static async Task<FactOutcome> TakeAsync(CallWriter writer, Request request)
    {
        if (ErasedCaller.Is(writer.Call.Caller))
            return FactOutcome.CallerIsErased;
        if (writer.Call.RecordingUrl is not null)
            return FactOutcome.Repeated;
        var outcome = writer.Apply(CallFact.Recorded);
        if (outcome != FactOutcome.Taken)
            return outcome;
        var store = writer.Configuration.Recordings.Store;
        if (!await RecordingsSql.InsertAsync(writer.Unit, writer.Call, request.Url, store))
            return FactOutcome.Repeated;
        if (store == RecordingStoreKind.Link)
            writer.Call.RecordingUrl = request.Url;
        await writer.LogAsync("RecordedCall", new { recordingUrl = request.Url });
        if (writer.Call is { IsOver: true, RecordingUrl: not null })
            await writer.FireAsync(PixelEvent.Recording);
        return FactOutcome.Taken;
    }
}
