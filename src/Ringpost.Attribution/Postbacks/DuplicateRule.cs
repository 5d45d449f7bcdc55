using Ringpost.Attribution.Caps;

namespace Ringpost.Attribution.Postbacks;

/// <summary>The record that a postback ran into, as stored.</summary>
internal sealed record StoredConversion
{
    public required long Id { get; init; }

    public required long At { get; init; }

    public required long AffiliateId { get; init; }

    public required string? TransactionId { get; init; }

    public required long? KeyHash { get; init; }

    public required long? KeyCheck { get; init; }

    public required long UrlHash { get; init; }

    public required long Received { get; init; }

    public required long Paid { get; init; }

    public required string? SentCurrency { get; init; }

    public required long? SentReceived { get; init; }

    public required long? SentPaid { get; init; }

    public required bool AwaitsReceived { get; init; }

    public required bool AwaitsPaid { get; init; }

    public required string Disposition { get; init; }

    public required string? Reason { get; init; }

    public required string Sender { get; init; }

    public required bool Test { get; init; }

    /// <summary>What its amounts were decided by, where it came over a cap.</summary>
    public string? CapBehavior { get; init; }

    /// <summary>Whether what it sent still waits for a rate.</summary>
    public bool NoRate { get; init; }
}

/// <summary>An amount that a later postback filled in.</summary>
internal sealed record Completion(string Side, long Amount, long RequestHash);

/// <summary>What a postback is, given the record that already holds its offer, event and transaction id, or its key.</summary>
/// <param name="FillsReceived">Whether the awaited amount is filled in from this postback.</param>
internal readonly record struct DuplicateVerdict(PostbackOutcome Outcome, bool FillsReceived = false, bool FillsPaid = false);

/// <summary>Repeat, completion or duplicate (cake.md 2.3a, 2.5, 2.8).</summary>
internal static class DuplicateRule
{
    public static DuplicateVerdict Decide(StoredConversion stored, IReadOnlyList<Completion> completions, ConversionDraft draft)
    {
        var isSameRequest = draft.Key is { } key
            ? stored.KeyHash == key.Hash && stored.KeyCheck == key.Check
            : stored.UrlHash == draft.UrlHash;
        if (isSameRequest || completions.Any(c => c.RequestHash == draft.RequestHash))
            return new(PostbackOutcome.Repeat);

        var fillsReceived = stored.AwaitsReceived && draft.Price.CarriesReceived;
        var fillsPaid = stored.AwaitsPaid && draft.Price.CarriesPaid;
        if ((fillsReceived || fillsPaid) && MayFill(stored, draft))
            return new(PostbackOutcome.Completed, fillsReceived, fillsPaid);

        // A side that a cap closed does not hold what was sent.
        var cap = CapWords.Read<CapBehavior>(stored.CapBehavior, CapWords.Of) ?? CapBehavior.AdvertiserOff;
        return
            (!cap.ClosesAdvertiser() && Differs(stored, completions, draft, LedgerSide.Received))
            || (!cap.ClosesAffiliate() && Differs(stored, completions, draft, LedgerSide.Paid))
            ? new(PostbackOutcome.DuplicateOtherAmount)
            : new(PostbackOutcome.Duplicate);
    }

    /// <summary>A price of an unknown sender may not enter a record that a known one made; nor may a test touch what is real.</summary>
    private static bool MayFill(StoredConversion stored, ConversionDraft draft) =>
        stored.Test == draft.Test
        && stored.AffiliateId == draft.Affiliate.Value
        && (draft.Sender != PostbackSender.Unknown || stored.Sender == PostbackSender.Unknown.ToText());

    private static long Filled(IReadOnlyList<Completion> completions, string side) =>
        completions.Where(c => c.Side == side).Sum(c => c.Amount);

    /// <summary>What was sent is compared with what was sent, where both name one currency; else what each is worth.</summary>
    private static bool Differs(StoredConversion stored, IReadOnlyList<Completion> completions, ConversionDraft draft, string side)
    {
        var (sent, kept, first, worth) =
            side == LedgerSide.Received
                ? (draft.SentReceived, stored.SentReceived, stored.Received, draft.Price.Received)
                : (draft.SentPaid, stored.SentPaid, stored.Paid, draft.Price.Paid);
        if (sent.Sent != AmountSent.Given)
            return false;
        if (kept is not null && draft.SentCurrency?.Code == stored.SentCurrency)
            return sent.Millionths != kept;
        var has = first + Filled(completions, side);
        return draft.SentCurrency is null ? sent.Millionths != has : worth != has;
    }
}

internal static class LedgerSide
{
    public const string Received = "received";

    public const string Paid = "paid";
}
