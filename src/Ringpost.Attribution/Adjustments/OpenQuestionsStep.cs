using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Rates;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// Part of the write: remembers what settles the conversions that were just stored pending: a rate of their day, or the hours after which
/// nobody decided. Costs nothing where neither is the case.
/// </summary>
internal static class OpenQuestionsStep
{
    public static async Task RunAsync(PostbackBatch batch)
    {
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (batch.Items[i].Conversion is not { Pending: not null } draft || !batch.IsStored(i))
                continue;
            var id = batch.Written[i].Conversion!.Value;
            if (draft is { Price.NoRate: true, SentCurrency: { } sent })
                await RateWaitsSql.InsertAsync(batch.Unit, id, sent.Code, draft.Currency.Code, draft.Day);
            if (draft.Pending == PendingReason.Review)
                await AutoDispositionTimer.SetAsync(batch.Unit, id, draft.AutoDisposition);
        }
    }
}
