using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Writes that a buyer disputes a call, under the call's key.</summary>
internal static class DisputeWriter
{
    /// <param name="difference">What is asked for, in millionths; negative.</param>
    /// <returns>The request that waits; refused where another of the call does.</returns>
    public static Task<Result<AdjustmentRequest>> AskAsync(
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
            Reason(cause, note)
        )
        {
            Cause = cause,
            BuyerId = buyer,
        };
        return AdjustmentRequestWriter.AskAsync(unit, actor, asked, "dispute");
    }

    /// <summary>As it stands in the call's history.</summary>
    public static string Reason(DisputeCause cause, string note) => note.Length == 0 ? cause.Words() : $"{cause.Words()}: {note}";
}
