using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Conversions;

/// <summary>
/// Believes unknown senders after all (cake.md 2.3a). Nobody was told of their conversions; the affiliate is told now, once, in the approving
/// transaction.
/// </summary>
public sealed class Approval(Firing firing)
{
    private const int Chunk = 500;

    /// <summary>Whether the conversion was waiting for it.</summary>
    internal async Task<bool> RunAsync(WriteUnit unit, Actor actor, ConversionId id) => await RunAsync(unit, actor, [id.Value]) == 1;

    /// <summary>How many were waiting for it.</summary>
    internal async Task<int> RunAsync(WriteUnit unit, Actor actor, IReadOnlyList<long> ids)
    {
        var approved = 0;
        var deltas = new ReportDeltas();
        foreach (var chunk in ids.Chunk(Chunk))
        {
            var records = await ReportedConversion.LockAsync(unit, chunk);
            var waiting = await ApprovalSql.ApproveAsync(unit, chunk);
            if (waiting.Count == 0)
                continue;
            approved += waiting.Count;
            var over = await ApprovedCaps.TakeAsync(unit, waiting);
            var now = await ApprovalSql.ListApprovedAsync(unit, chunk);
            // Owed from its own day on: nobody has counted it as anything but waiting.
            foreach (var record in records.Where(r => r.Disposition == "pending" && now.Contains(r.Id.Value)))
                await record.MoveAsync(unit, deltas, "approved", record.At, actor.Id, "Sender believed");
            foreach (var record in records)
                if (over.TryGetValue(record.Id.Value, out var closed))
                    await ApprovedCaps.CloseAsync(unit, deltas, record, closed, actor.Id);
            foreach (var row in await ApprovalSql.ListUnderReviewAsync(unit, chunk))
                await AutoDispositionTimer.SetAsync(unit, row.Id, new(OfferWords.AutoDispositionFromStored(row.Type), (int)row.Hours));
            await firing.FireLaterAsync(unit, chunk);
        }

        await deltas.AppendAsync(unit);
        return approved;
    }
}
