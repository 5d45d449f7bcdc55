using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Writes that somebody asks for another revenue, under the call's key: the request, its event, the change log.</summary>
internal static class AdjustmentRequestWriter
{
    /// <param name="action">As the change log calls it.</param>
    /// <returns>The request that waits; refused where another of the call does.</returns>
    public static async Task<Result<AdjustmentRequest>> AskAsync(WriteUnit unit, Actor actor, AdjustmentRequest asked, string action)
    {
        if (!await AdjustmentRequestsSql.InsertAsync(unit, actor.Id, asked))
            return new Clash("request-pending", "A request for this call waits already.");
        await CallEventsSql.AppendAsync(
            unit,
            asked.CallId,
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
        await ChangeLogSql.AppendAsync(unit, actor, "call", $"{asked.CallId}", action, null, asked);
        return asked;
    }
}
