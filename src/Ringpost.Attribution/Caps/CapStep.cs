using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>
/// Step 3 of the write: each conversion that was just stored takes a place in all its caps, or is over one of them (cake.md 5.7). After the
/// inserts, so that a duplicate uses nothing up. Costs no statement where none of the conversions has a cap.
/// </summary>
internal static class CapStep
{
    public const string Reached = "CAP REACHED";

    public static async Task RunAsync(PostbackBatch batch)
    {
        List<int>? open = null;
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.IsStored(i) && batch.Items[i].Conversion is { Caps: not null })
                (open ??= []).Add(i);
        if (open is null)
            return;

        var unit = batch.Unit;
        var tally = await CapCountersSql.LockAsync(unit, open.SelectMany(i => batch.Items[i].Conversion!.Caps!).Select(s => s.Key));
        List<OverCap>? kept = null;
        List<ConversionId>? dropped = null;
        foreach (var i in open)
        {
            var item = batch.Items[i];
            var draft = item.Conversion!;
            if (tally.Take(draft.Caps, unit.Now) is not { } met)
            {
                batch.Items[i] = item.Explained("caps", "pass", Places(draft.Caps!, tally));
                continue;
            }

            var id = batch.Written[i].Conversion!.Value;
            if (draft.CapBehavior == CapBehavior.Ignore)
            {
                (dropped ??= []).Add(id);
                Drop(batch, id, met);
                continue;
            }

            var note = Note(met, draft.CapBehavior);
            var capped = CappedDraft.Of(draft, draft.CapBehavior);
            RefuseCompleted(batch, id);
            (kept ??= []).Add(new OverCap(id, met.Cap.Id, $"{note}", capped));
            batch.Items[i] = item.Explained("caps", "pending", note) with { Conversion = capped };
        }

        await CapCountersSql.SaveAsync(unit, tally);
        await CapAlerts.RaiseAsync(unit, tally.JustMet);
        if (kept is not null)
            await OverCapsSql.UpdateAsync(unit, kept);
        if (dropped is not null)
            await OverCapsSql.DeleteAsync(unit, dropped);
    }

    /// <summary>Neither it nor what ran into it in this batch is there any more: none of them used its transaction id up.</summary>
    private static void Drop(PostbackBatch batch, ConversionId id, CapSlot met)
    {
        RefuseCompleted(batch, id);
        var note = Note(met, CapBehavior.Ignore);
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (batch.Written[i].Conversion != id)
                continue;
            batch.Written[i] = batch.Written[i] with { Outcome = PostbackOutcome.CapReached, Conversion = null };
            batch.Items[i] = batch.Items[i].Explained("caps", "stop", note);
        }
    }

    /// <summary>
    /// An amount that the same batch filled into a conversion over a cap: it would count against the cap's word. The lane writes the items of a
    /// failed batch one by one, and then the cap speaks before the amount arrives.
    /// </summary>
    private static void RefuseCompleted(PostbackBatch batch, ConversionId id)
    {
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.Written[i].Conversion == id && batch.Written[i].Outcome == PostbackOutcome.Completed)
                throw new InvalidOperationException($"Conversion {id} is over a cap and was completed in the same batch.");
    }

    private static Phrase Places(CapSlot[] slots, CapTally tally) =>
        Phrase.Joined(slots.Select(s => Phrase.Of($"{CapWords.Name(s.Cap, s.Period)}: {tally.Of(s).Used} used.")));

    /// <summary>What is said of a conversion over a cap.</summary>
    public static Phrase Note(CapSlot met, CapBehavior behavior) =>
        Phrase.Of($"{Reached}: {CapWords.Name(met.Cap, met.Period)}. {CapWords.Effect(behavior)}");
}

/// <summary>A conversion that came over a cap, as it is to be stored.</summary>
internal sealed record OverCap(ConversionId Id, CapId Cap, string Note, ConversionDraft Draft);
