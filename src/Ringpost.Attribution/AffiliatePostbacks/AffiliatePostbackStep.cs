using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>
/// Step 4 of the write: leaves with the outbox what is to be sent for the conversions that were just stored (cake.md 7). Nothing is asked of
/// the database, nor made, where no conversion has a pixel in reach.
/// </summary>
internal sealed class AffiliatePostbackStep(Firing firing)
{
    public Task RunAsync(PostbackBatch batch)
    {
        List<(ConversionDraft, ConversionId)>? stored = null;
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.IsStored(i) && batch.Items[i].Conversion is { Plan: not null } draft)
                (stored ??= []).Add((draft, batch.Written[i].Conversion!.Value));
        return stored is null ? Task.CompletedTask : firing.FireAsync(batch.Unit, stored);
    }
}
