namespace Ringpost.CallTracking.Calls;

/// <summary>
/// The carrier states what a dial came to and asks what to do next: the next target while the caller is there and none was joined, or the
/// one who was hung up too soon (revenue recovery); else the end. Asked again, it answers the same again.
/// </summary>
public sealed class FinishLeg(CallBook book)
{
    public sealed record Request(string CarrierId, string CarrierCallId, int Leg, DialResult Result);

    public async Task<CallAnswer> RunAsync(Request request, CancellationToken cancellation = default) =>
        await book.ChangeAsync<CallAnswer?>(
            request.CarrierId,
            request.CarrierCallId,
            await CapKeysAsync(request, cancellation),
            async writer =>
            {
                var answer = await FinishAsync(writer, request);
                await CarrierReportsSql.AppendAsync(
                    writer.Unit,
                    writer.Call.Id,
                    CarrierReportKind.Dial,
                    CarrierReportText.Of(request.Leg, request.Result),
                    CarrierReportText.Of(answer)
                );
                return answer;
            },
            null,
            cancellation
        ) ?? Refuse(request, FactOutcome.UnknownCall);

    /// <summary>The caps that a further dial may decide over. The call's campaign is asked for only where there are any.</summary>
    private async Task<IEnumerable<string>> CapKeysAsync(Request request, CancellationToken cancellation)
    {
        var configuration = await book.ConfigurationAsync(cancellation);
        return
            configuration.LimitsCallsAtOnce
            && await book.FindCampaignAsync(request.CarrierId, request.CarrierCallId, cancellation) is { } campaign
            ? LegDialer.KeysOf(configuration, campaign)
            : [];
    }

    private async Task<CallAnswer> FinishAsync(CallWriter writer, Request request)
    {
        var call = writer.Call;
        if (call.Legs.Find(l => l.Leg == request.Leg) is not { } leg)
            return Refuse(request, FactOutcome.UnknownLeg);
        if (leg.Evidence.Dial is not null)
            return Again(writer, leg);
        var outcome = writer.Apply(CallFact.LegReported);
        if (outcome != FactOutcome.Taken)
            return Refuse(request, outcome);

        // Where the caller's end came first, the leg's own report was enough, and its event is written.
        var isTold = call.State == CallState.Settling;
        var ring = RingTogether.Of(call, leg);
        foreach (var one in ring)
            await writer.TakeAsync(one, one.Evidence.With(request.Result));
        await LegDialer.ReleaseGroupAsync(writer, leg);
        var reached = ring.FirstOrDefault(l => l.Evidence.Connected);
        if (reached is null && !isTold)
            foreach (var one in ring)
                await writer.TellUnreachedAsync(one);

        if (
            request.Result.CallerPresent
            && (reached is null || RevenueRecovery.Applies(writer.Configuration, call, reached))
            && writer.Allows(CallFact.NextDialed)
            && await LegDialer.TryDialAsync(writer) is { } next
        )
        {
            if (reached is not null)
                await writer.LogAsync("ReroutedCall", RevenueRecovery.Describe(writer, reached));
            writer.Apply(CallFact.NextDialed);
            return LegDialer.Instruction(writer.Configuration, call, next);
        }

        writer.Apply(CallFact.LegsOver);
        return new CallAnswer.HangUp();
    }

    private CallAnswer.HangUp Refuse(Request request, FactOutcome outcome)
    {
        CallsLog.Refused(book.Log, request.CarrierCallId, outcome);
        return new CallAnswer.HangUp();
    }

    private static CallAnswer Again(CallWriter writer, LegRecord leg) =>
        writer.Call is { State: CallState.Dialing or CallState.Connected, Legs: [.., { Evidence.Dial: null } open] }
        && RingTogether.Of(writer.Call, open)[0].Leg == RingTogether.Of(writer.Call, leg)[^1].Leg + 1
            ? LegDialer.Instruction(writer.Configuration, writer.Call, open)
            : new CallAnswer.HangUp();
}
