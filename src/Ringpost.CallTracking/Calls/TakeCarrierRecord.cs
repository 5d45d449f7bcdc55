using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// Takes the carrier's own record of a call that is here: its cost, and where an end was never told, that end, which settles the call. What the
/// carrier reported at the time stands.
/// </summary>
public sealed class TakeCarrierRecord(CallBook book, Database database)
{
    /// <summary>The costs of many calls that are over, in one transaction.</summary>
    public Task RunAsync(IReadOnlyList<(CallId Call, Money Cost)> costs, CancellationToken cancellation = default) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                foreach (var (call, cost) in costs)
                    await CallCostSql.SetAsync(unit, call, cost);
            },
            cancellation
        );

    public Task<FactOutcome> RunAsync(
        string carrierId,
        string carrierCallId,
        CarrierRecord record,
        CancellationToken cancellation = default
    ) => book.ChangeAsync(carrierId, carrierCallId, [], writer => TakeAsync(writer, record), FactOutcome.UnknownCall, cancellation);

    private static async Task<FactOutcome> TakeAsync(CallWriter writer, CarrierRecord record)
    {
        var call = writer.Call;
        if (record.Cost is { } cost)
            await CallCostSql.SetAsync(writer.Unit, call.Id, cost);
        if (call.State == CallState.Blocked)
            return FactOutcome.CallIsBlocked;
        if (!record.Ended || (call.State == CallState.Ended && call.CallSeconds is not null))
            return FactOutcome.CallIsOver;

        await writer.LogAsync("CarrierRecord", new { callLengthInSeconds = record.Seconds });
        for (var i = 0; i < call.Legs.Count; i++)
            if (call.State != CallState.Ended && Of(call.Legs[i], i, record) is { End: not null } leg)
                await writer.TakeAsync(call.Legs[i], call.Legs[i].Evidence.With(leg.Report()));
        if (call.Legs.TrueForAll(l => l.Evidence.End is not null))
            writer.Apply(CallFact.LegsOver);
        writer.Apply(CallFact.InboundEnded);
        call.InboundEndedAt ??= writer.Moment(record.EndedAt);
        call.CallSeconds ??= record.Seconds;
        return FactOutcome.Taken;
    }

    /// <summary>By the carrier's id of the leg; where it was never told, by the order of dialling and the destination.</summary>
    private static CarrierLegRecord? Of(LegRecord leg, int place, CarrierRecord record)
    {
        if (record.Legs.FirstOrDefault(l => l.CarrierLegId == leg.CarrierLegId) is { } byId)
            return byId;
        var other = record.Legs.ElementAtOrDefault(place);
        return other?.Destination == leg.Destination ? other : null;
    }
}
