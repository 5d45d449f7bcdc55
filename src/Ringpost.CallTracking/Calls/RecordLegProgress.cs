namespace Ringpost.CallTracking.Calls;

/// <summary>The carrier reports on a leg: initiated, ringing, answered, ended. In any order, any number of times.</summary>
public sealed class RecordLegProgress(CallBook book)
{
    /// <param name="Leg">The number that <see cref="CallAnswer.Dial.Leg"/> gave.</param>
    public sealed record Request(string CarrierId, string CarrierCallId, int Leg, LegProgress Report);

    public async Task<FactOutcome> RunAsync(Request request, CancellationToken cancellation = default)
    {
        var outcome = await book.TakeAsync(
            request.CarrierId,
            request.CarrierCallId,
            CarrierReportKind.Leg,
            CarrierReportText.Of(request.Leg, request.Report),
            writer => TakeAsync(writer, request),
            cancellation
        );
        if (outcome != FactOutcome.Taken)
            CallsLog.Refused(book.Log, request.CarrierCallId, outcome);
        return outcome;
    }

    private static async Task<FactOutcome> TakeAsync(CallWriter writer, Request request)
    {
        if (writer.Call.Legs.Find(l => l.Leg == request.Leg) is not { } leg)
            return FactOutcome.UnknownLeg;
        var outcome = writer.Apply(CallFact.LegReported);
        if (outcome != FactOutcome.Taken)
            return outcome;
        var evidence = leg.Evidence.With(request.Report);
        if (evidence == leg.Evidence)
            return FactOutcome.Repeated;
        leg.CarrierLegId ??= request.Report.CarrierLegId;
        await writer.TakeAsync(leg, evidence);
        return FactOutcome.Taken;
    }
}
