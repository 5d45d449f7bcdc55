using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Rates;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// Carries changes of stored conversions out, whoever asks: a person, the API, a file, a timer. 1 lock, 2 decide, 3 disposition, 4 ledger,
/// 5 history, 6 the affiliate where it was never told, 7 what the reports count, all in the caller's unit.
/// </summary>
public sealed class ConversionChanges(Approval approval, Firing firing)
{
    /// <summary>One after the other, in the order of their ids; what is not there has no outcome.</summary>
    internal async Task<IReadOnlyList<ChangeOutcome>> RunAsync(
        WriteUnit unit,
        Actor actor,
        OfferConfiguration picture,
        IReadOnlyDictionary<long, ConversionChange> changes
    )
    {
        var ids = changes.Keys.Order().ToArray();
        var among = AdjustmentsSql.Among(unit.Dialect == Dialect.Sqlite);
        var records = await ReportedConversion.LockAsync(unit, ids);
        var states = await AdjustmentsSql.ListStatesAsync(unit.Connection, among, ids);
        var found = states;
        // To approve what an unknown sender sent is to believe it first: it takes its place in the caps then, and its affiliate is told.
        var believed = ids.Where(id =>
                states.TryGetValue(id, out var state)
                && state.Reason == ApprovalSql.UnverifiedSender
                && changes[id].Disposition == "approved"
            )
            .ToList();
        if (believed.Count > 0)
        {
            await approval.RunAsync(unit, actor, believed);
            records = await ReportedConversion.LockAsync(unit, ids);
            states = await AdjustmentsSql.ListStatesAsync(unit.Connection, among, ids);
        }

        var deltas = new ReportDeltas();
        var outcomes = new List<ChangeOutcome>(records.Count);
        foreach (var record in records)
        {
            var id = record.Id.Value;
            var outcome = await RunAsync(unit, actor, picture, record, states[id], changes[id], deltas);
            outcomes.Add(
                outcome.Fault == ChangeFault.Nothing && believed.Contains(id)
                    ? await BelievedAsync(unit, actor, picture, outcome, found[id], changes[id])
                    : outcome
            );
        }

        await deltas.AppendAsync(unit);
        return outcomes;
    }

    /// <summary>Believing the sender was all there was to do.</summary>
    private static async Task<ChangeOutcome> BelievedAsync(
        WriteUnit unit,
        Actor actor,
        OfferConfiguration picture,
        ChangeOutcome outcome,
        StateRow found,
        ConversionChange change
    )
    {
        var before = new ConversionAmounts(found.Received / 1_000_000m, found.Paid / 1_000_000m, found.Disposition, found.Reason);
        var (_, day) = new EffectiveDay(EffectiveKind.ConversionDate).Of(found.At, true, unit.Now, picture.Zone);
        await AdjustmentsSql.SetNoteAsync(unit, outcome.Id, change.Reason);
        await AppendAsync(unit, actor, outcome.Id, change, before, outcome.After, found.DispositionId, null, day);
        return outcome with { Before = before, EffectiveDay = day, Fault = null };
    }

    private static Task AppendAsync(
        WriteUnit unit,
        Actor actor,
        ConversionId id,
        ConversionChange change,
        ConversionAmounts before,
        ConversionAmounts after,
        long? namedBefore,
        long? namedAfter,
        string day
    ) =>
        ChangeLogSql.AppendAsync(
            unit,
            actor,
            "conversion",
            $"{id}",
            change.Disposition is null ? "price" : "status",
            new
            {
                before.Received,
                before.Paid,
                before.Disposition,
                before.Reason,
                dispositionId = namedBefore,
            },
            new
            {
                after.Received,
                after.Paid,
                after.Disposition,
                after.Reason,
                dispositionId = namedAfter,
                effective = day,
                note = change.Reason,
            }
        );

    private async Task<ChangeOutcome> RunAsync(
        WriteUnit unit,
        Actor actor,
        OfferConfiguration picture,
        ReportedConversion record,
        StateRow row,
        ConversionChange change,
        ReportDeltas deltas
    )
    {
        var before = new ConversionAmounts(row.Received / 1_000_000m, row.Paid / 1_000_000m, row.Disposition, row.Reason);
        var terms = change.RecalculatesPaid ? ConversionTerms.Of(picture, row.OfferId, row.CampaignId, row.EventId) : null;
        var (plan, fault) = ChangeRule.Decide(row.State, change, terms);
        if (plan is null)
            return new ChangeOutcome(record.Id, record.Currency, before, before, "", [], fault);

        var (at, day) = change.Effective.Of(record.At, row.Disposition == "pending", unit.Now, picture.Zone);
        await AdjustmentsSql.SetAsync(unit, record.Id, plan, change.Disposition is null ? null : change.Reason);
        if (row.NoRate && !plan.NoRate)
            await RateWaitsSql.DeleteAsync(unit, [record.Id.Value]);
        // First, so that the amounts are entered as what the record has become.
        await record.MoveAsync(unit, deltas, plan.Disposition, at, actor.Id, change.Reason);
        foreach (var entry in plan.Entries)
            await record.AddAsync(unit, deltas, entry.Side, entry.Amount, at, day, actor.Id, change.Reason, kind: entry.Kind);
        var after = new ConversionAmounts(record.Received / 1_000_000m, record.Paid / 1_000_000m, plan.Disposition, plan.Reason);
        await AppendAsync(unit, actor, record.Id, change, before, after, row.DispositionId, plan.DispositionId, day);
        if (plan.Tells)
            await firing.FireLaterAsync(unit, [record.Id.Value]);
        return new ChangeOutcome(
            record.Id,
            record.Currency,
            before,
            after,
            day,
            [.. plan.Entries.Select(e => new EntryAmount(e.Side, e.Amount / 1_000_000m))],
            null
        );
    }
}

/// <summary>What a conversion is worth, and what it is, at one moment.</summary>
public sealed record ConversionAmounts(decimal Received, decimal Paid, string Disposition, string? Reason);

/// <summary>A signed amount that was added to a side.</summary>
public sealed record EntryAmount(string Side, decimal Amount);

/// <summary>What came of a change; with a fault, nothing did.</summary>
internal sealed record ChangeOutcome(
    ConversionId Id,
    string Currency,
    ConversionAmounts Before,
    ConversionAmounts After,
    string EffectiveDay,
    IReadOnlyList<EntryAmount> Entries,
    ChangeFault? Fault
)
{
    public Phrase FaultText =>
        (Fault ?? ChangeFault.Nothing) switch
        {
            ChangeFault.ReceivedBelowZero => Phrase.Of(
                $"Received would fall below zero; at most {Before.Received:0.00####} {Currency} can be taken back."
            ),
            ChangeFault.PaidBelowZero => Phrase.Of(
                $"The payout would fall below zero; at most {Before.Paid:0.00####} {Currency} can be taken back."
            ),
            ChangeFault.TooMuch => Phrase.Of($"An amount is at most {Money.Largest:0}."),
            ChangeFault.NoShare => "The payout of this conversion is no share of what is received, so it can't be computed from it.",
            ChangeFault.WaitsForAmount => "This conversion waits for an amount that was not sent yet. Set the amount first.",
            ChangeFault.WaitsForRate => "This conversion waits for a rate of its day. Add the rate, or set the amounts.",
            ChangeFault.Nothing => Before.Reason is null
                ? Phrase.Of($"Nothing to change: it is {Before.Disposition} already.")
                : "Nothing to change.",
        };

    public Refusal ToRefusal() =>
        (Fault ?? ChangeFault.Nothing) switch
        {
            ChangeFault.ReceivedBelowZero => new Invalid("received", FaultText),
            ChangeFault.PaidBelowZero => new Invalid("paid", FaultText),
            ChangeFault.TooMuch => new Invalid("received", FaultText),
            ChangeFault.NoShare => new Invalid("recalculatePaid", FaultText),
            ChangeFault.WaitsForAmount => new Clash("conversion-waits-for-amount", FaultText),
            ChangeFault.WaitsForRate => new Clash("conversion-waits-for-rate", FaultText),
            ChangeFault.Nothing => new Clash("nothing-to-change", FaultText),
        };
}
