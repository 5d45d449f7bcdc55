using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Writes that a buyer disputes a call, under the call's key: the request, its event, the change log.</summary>
internal static class DisputeWriter
{
    /// <param name="difference">What is asked for, in millionths; negative.</param>
    /// <returns>The request that waits; refused where another of the call does.</returns>
    public static async Task<Result<AdjustmentRequest>> AskAsync(
        WriteUnit unit,
        Actor actor,
        AdjustmentRequestId id,
        CallId call,
        BuyerId buyer,
        RequestSource source,
        DisputeCause cause,
        string note,
        long difference,
        Currency currency
    )
    {
        var asked = new AdjustmentRequest(
            id,
            call,
            unit.Now,
            source,
            actor.Name,
            AdjustmentMode.Relative,
            difference,
            currency,
            Reason(cause, note),
            RequestState.Pending,
            null,
            null,
            null,
            null
        )
        {
            Cause = cause,
            BuyerId = buyer,
        };
        if (!await AdjustmentRequestsSql.InsertAsync(unit, actor.Id, asked))
            return new Clash("request-pending", "A request for this call waits already.");
        await CallEventsSql.AppendAsync(
            unit,
            call,
            "AdjustmentRequested",
            unit.Now,
            new
            {
                by = actor.Name,
                source = asked.Source,
                asked.Cause,
                mode = asked.Mode,
                amount = asked.Revenue / 1_000_000m,
                asked.Reason,
            }
        );
        await ChangeLogSql.AppendAsync(unit, actor, "call", $"{call}", "dispute", null, asked);
        return asked;
    }

    /// <summary>As it stands in the call's history.</summary>
    public static string Reason(DisputeCause cause, string note) => note.Length == 0 ? cause.Words() : $"{cause.Words()}: {note}";
}
