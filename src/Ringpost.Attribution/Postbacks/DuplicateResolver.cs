using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// Finds the record that kept a conversion from being stored and settles what the postback is. Null asks for another try with
/// another <c>dedup_no</c>: two different texts share a hash, or the record has just gone.
/// </summary>
internal sealed class DuplicateResolver(Firing firing)
{
    /// <summary>Who made the ledger's entries of amounts that came by postback.</summary>
    private const string Sender = "postback";

    private const string SentLater = "AMOUNT SENT LATER";

    public async Task<(PostbackOutcome Outcome, ConversionId Conversion)?> ResolveAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        ConversionDraft draft,
        long dedupNo
    )
    {
        var byKey = draft.Key is { } key ? await PostbacksSql.FindByKeyAsync(unit, key.Hash) : null;
        if (byKey is not null && byKey.KeyCheck == draft.Key?.Check)
            return (PostbackOutcome.Repeat, new ConversionId(byKey.Id));
        if (!draft.Deduplicates)
            return null;
        var stored = await PostbacksSql.FindByTransactionAsync(unit, draft.TransactionHash!.Value, draft.Offer, draft.Event, dedupNo);
        if (stored is null || stored.TransactionId != draft.TransactionId)
            return null;

        return await SettleAsync(unit, deltas, draft, stored);
    }

    /// <summary>For a postback whose session already has the conversion <paramref name="id"/> of its event.</summary>
    public async Task<(PostbackOutcome Outcome, ConversionId Conversion)> ResolveStoredAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        ConversionDraft draft,
        long id
    ) =>
        await SettleAsync(
            unit,
            deltas,
            draft,
            await PostbacksSql.FindByIdAsync(unit, id) ?? throw new InvalidOperationException($"Conversion {id} has gone.")
        );

    private async Task<(PostbackOutcome Outcome, ConversionId Conversion)> SettleAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        ConversionDraft draft,
        StoredConversion stored
    )
    {
        var completions = await PostbacksSql.ListCompletionsAsync(unit.Connection, stored.Id);
        var verdict = DuplicateRule.Decide(stored, completions, draft);
        if (verdict.Outcome == PostbackOutcome.Completed)
            await CompleteAsync(unit, deltas, stored, completions, draft, verdict);
        return (verdict.Outcome, new ConversionId(stored.Id));
    }

    private async Task CompleteAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        StoredConversion stored,
        IReadOnlyList<Completion> completions,
        ConversionDraft draft,
        DuplicateVerdict verdict
    )
    {
        var settles =
            stored.AwaitsReceived == verdict.FillsReceived
            && stored.AwaitsPaid == verdict.FillsPaid
            && stored.Reason == PendingReason.AmountNotSent.ToText();
        // The other side's amount may still lack a rate.
        var isApproved = settles && !stored.NoRate && !draft.Review;
        var record = (await ReportedConversion.LockAsync(unit, [stored.Id]))[0];
        // First, so that the amounts are entered as what the record has become.
        if (isApproved)
            await record.MoveAsync(unit, deltas, "approved", record.At, Sender, SentLater);
        if (verdict.FillsReceived)
            await FillAsync(unit, deltas, record, LedgerSide.Received, draft.Price.Received, draft);
        if (verdict.FillsPaid)
            await FillAsync(unit, deltas, record, LedgerSide.Paid, draft.Price.Paid, draft);
        if (!settles)
            return;

        // A person may have to decide; the affiliate is told all the same.
        var pending =
            isApproved ? (PendingReason?)null
            : stored.NoRate ? PendingReason.NoRate
            : PendingReason.Review;
        await PostbacksSql.SettleAsync(unit, stored.Id, isApproved ? "approved" : "pending", pending?.ToText());
        if (pending == PendingReason.Review)
            await AutoDispositionTimer.SetAsync(unit, new ConversionId(stored.Id), draft.AutoDisposition);
        if (pending != PendingReason.NoRate)
            await firing.FireLaterAsync(unit, [stored.Id]);
    }

    private static async Task FillAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        ReportedConversion record,
        string side,
        long amount,
        ConversionDraft draft
    )
    {
        await PostbacksSql.MarkFilledAsync(unit, record.Id.Value, side);
        await record.AddAsync(unit, deltas, side, amount, draft.At, draft.Day, Sender, SentLater, draft.RequestHash);
    }
}
