using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Adjustments;

/// <summary>A conversion as a change finds it; amounts are the current ones, in millionths.</summary>
/// <param name="TakenReceived">What changes of status took from the side since its last price; given back when the conversion counts again.</param>
/// <param name="Review">Whether campaign or affiliate are under review.</param>
internal sealed record ConversionState(
    string Disposition,
    string? Reason,
    long? DispositionId,
    long Received,
    long Paid,
    bool AwaitsReceived,
    bool AwaitsPaid,
    bool NoRate,
    bool Review,
    long TakenReceived,
    long TakenPaid
);

internal readonly record struct PlannedEntry(string Side, long Amount, string Kind);

/// <summary>What a change does: entries of the ledger, and what the conversion is afterwards.</summary>
/// <param name="Tells">Whether its affiliate hears of it now, if it never did: it is settled for the first time (cake.md 14, 9).</param>
internal sealed record ChangePlan(
    IReadOnlyList<PlannedEntry> Entries,
    string Disposition,
    string? Reason,
    long? DispositionId,
    bool AwaitsReceived,
    bool AwaitsPaid,
    bool NoRate,
    bool Tells
);

/// <summary>Why a change is refused.</summary>
internal enum ChangeFault
{
    ReceivedBelowZero,
    PaidBelowZero,
    TooMuch,
    NoShare,
    WaitsForAmount,
    WaitsForRate,
    Nothing,
}

/// <summary>
/// What a change of price or status does (cake.md 6). Nothing falls below zero. Rejecting and returning take received back, and the payout only
/// where asked, or where it was never owed because the conversion was pending; approving gives back what a status took.
/// </summary>
internal static class ChangeRule
{
    public const string Price = "price",
        Status = "status";

    public static (ChangePlan? Plan, ChangeFault? Fault) Decide(ConversionState state, ConversionChange change, PriceTerms? terms)
    {
        var entries = new List<PlannedEntry>();
        var (received, paid) = (state.Received, state.Paid);
        var (awaitsReceived, awaitsPaid, noRate) = (state.AwaitsReceived, state.AwaitsPaid, state.NoRate);

        if (change.Received is { } toReceive)
        {
            if (!TryApply(toReceive, received, out var after))
                return (null, after > 0 ? ChangeFault.TooMuch : ChangeFault.ReceivedBelowZero);
            Add(LedgerSide.Received, ref received, after, Price);
            // A person's amount is the one that was awaited: a later postback adds nothing to it.
            (awaitsReceived, noRate) = (false, false);
        }

        if (change.Paid is { } toPay)
        {
            if (!TryApply(toPay, paid, out var after))
                return (null, after > 0 ? ChangeFault.TooMuch : ChangeFault.PaidBelowZero);
            Add(LedgerSide.Paid, ref paid, after, Price);
            (awaitsPaid, noRate) = (false, false);
        }
        else if (change.RecalculatesPaid)
        {
            if (terms is not { } known || PriceRule.PaidFor(received, known) is not { } share)
                return (null, ChangeFault.NoShare);
            Add(LedgerSide.Paid, ref paid, share, Price);
            awaitsPaid = false;
        }

        var (disposition, reason) = (state.Disposition, state.Reason);
        var tells = false;
        if (reason == "AMOUNT NOT SENT" && !awaitsReceived && !awaitsPaid)
            (disposition, reason, tells) = Settled(noRate, state.Review);
        else if (reason == "NO RATE" && !noRate)
            (disposition, reason, tells) = Settled(false, state.Review);

        if (change.Disposition is { } asked && asked != disposition)
        {
            if (asked == "approved" && (awaitsReceived || awaitsPaid))
                return (null, ChangeFault.WaitsForAmount);
            if (asked == "approved" && noRate)
                return (null, ChangeFault.WaitsForRate);
            if (asked is "rejected" or "returned")
            {
                if (disposition is "approved" or "pending")
                {
                    Add(LedgerSide.Received, ref received, 0, Status, isAsked: false);
                    if (change.TakesPaidBack || disposition == "pending")
                        Add(LedgerSide.Paid, ref paid, 0, Status, isAsked: false);
                }

                // Nothing is awaited of what does not count.
                (awaitsReceived, awaitsPaid, noRate, tells) = (false, false, false, false);
            }
            else if (disposition is "rejected" or "returned")
            {
                Add(LedgerSide.Received, ref received, received + state.TakenReceived, Status, isAsked: false);
                Add(LedgerSide.Paid, ref paid, paid + state.TakenPaid, Status, isAsked: false);
            }
            else if (state.Reason == "UNVERIFIED SENDER")
            {
                tells = true;
            }

            (disposition, reason) = (asked, null);
        }
        else if (change.Disposition is not null && change.DispositionId == state.DispositionId && entries.Count == 0)
        {
            return (null, ChangeFault.Nothing);
        }

        if (disposition == state.Disposition && reason == state.Reason && change.Disposition is null && entries.Count == 0)
            return (null, ChangeFault.Nothing);
        var named =
            change.Disposition is not null ? change.DispositionId
            : disposition == state.Disposition ? state.DispositionId
            : null;
        return (new ChangePlan(entries, disposition, reason, named, awaitsReceived, awaitsPaid, noRate, tells), null);

        void Add(string side, ref long current, long after, string kind, bool isAsked = true)
        {
            if (after != current || (isAsked && change.KeepsZero))
                entries.Add(new PlannedEntry(side, after - current, kind));
            current = after;
        }
    }

    private static (string Disposition, string? Reason, bool Tells) Settled(bool noRate, bool review) =>
        noRate ? ("pending", "NO RATE", false)
        : review ? ("pending", "REVIEW", true)
        : ("approved", null, true);

    private static bool TryApply(AmountChange change, long current, out long after)
    {
        after = change.Mode == AmountMode.Set ? change.Millionths : current + change.Millionths;
        return after >= 0 && after <= (long)Money.Largest * 1_000_000;
    }
}
