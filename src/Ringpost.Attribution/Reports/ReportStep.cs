using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Reports;

/// <summary>Step 5 of the write: one row that says what the batch changes in the reports.</summary>
internal static class ReportStep
{
    public static void Run(PostbackBatch batch)
    {
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.IsStored(i) && batch.Items[i].Conversion is { Test: false } draft)
                batch.Deltas.Add(draft.ReportCell, draft.At, draft.Disposition, draft.Price.Received, draft.Price.Paid);
        batch.Deltas.AppendWithCommit(batch.Unit);
    }
}
