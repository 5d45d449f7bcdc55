using Ringpost.Primitives;

namespace Ringpost.Attribution.Adjustments;

internal enum AmountMode
{
    /// <summary>The amount is what the side has afterwards.</summary>
    Set,

    /// <summary>The amount is added; it may be negative.</summary>
    Add,
}

internal readonly record struct AmountChange(AmountMode Mode, long Millionths);

/// <summary>What is to become of a stored conversion: its amounts, its disposition, or both (cake.md 6). Null leaves a side alone.</summary>
internal sealed record ConversionChange
{
    public AmountChange? Received { get; init; }

    public AmountChange? Paid { get; init; }

    /// <summary>Computes the payout anew from received where it is a share (RevShare); <see cref="Paid"/> goes before it.</summary>
    public bool RecalculatesPaid { get; init; }

    public string? Disposition { get; init; }

    /// <summary>The named disposition, where one was chosen.</summary>
    public long? DispositionId { get; init; }

    /// <summary>Whether rejecting and returning take the payout back as well. A void of revenue alone never touches it.</summary>
    public bool TakesPaidBack { get; init; }

    /// <summary>Whether an amount that is set to what it is already leaves an entry of 0: it was asked for, and stands in the ledger.</summary>
    public bool KeepsZero { get; init; }

    public EffectiveDay Effective { get; init; }

    public required string Reason { get; init; }

    /// <summary>What a person changes, a person gives a reason for.</summary>
    public static string ReadReason(Validation validation, string? text)
    {
        var reason = validation.Text("reason", text, 500);
        if (reason.Length == 0)
            validation.Add("reason", "Say why: it stands in the conversion's history.");
        return reason;
    }
}

/// <summary>The day whose report and bill carry the difference (cake.md 6): today, the conversion's own, or one that was named.</summary>
internal readonly record struct EffectiveDay(EffectiveKind Kind, DateOnly Day = default)
{
    public static EffectiveDay Read(Validation validation, string? word)
    {
        if (string.IsNullOrWhiteSpace(word))
            return default;
        if (string.Equals(word, "today", StringComparison.OrdinalIgnoreCase))
            return new(EffectiveKind.Today);
        if (
            string.Equals(word, "conversionDate", StringComparison.OrdinalIgnoreCase)
            || string.Equals(word, "conversion_date", StringComparison.OrdinalIgnoreCase)
        )
            return new(EffectiveKind.ConversionDate);
        if (Rates.RateBook.TryReadDay(word.Trim(), out var day))
            return new(EffectiveKind.Custom, day);
        validation.Add("effective", "One of: today, conversionDate, or a date as 2026-01-31.");
        return default;
    }

    /// <summary>The moment, and its day in the instance's zone.</summary>
    public (Instant At, string Day) Of(Instant conversionAt, bool wasPending, Instant now, TimeZoneInfo zone)
    {
        var at = Kind switch
        {
            // What was pending counted nowhere: it counts on its own day.
            EffectiveKind.Usual => wasPending ? conversionAt : now,
            EffectiveKind.Today => now,
            EffectiveKind.ConversionDate => conversionAt,
            EffectiveKind.Custom => TimeZones.StartOfDay(Day, zone),
        };
        return (at, Rates.RateBook.Text(DateOnly.FromDateTime(TimeZones.InZone(at, zone).DateTime)));
    }
}

internal enum EffectiveKind
{
    /// <summary>Nothing was said: the conversion's day where it was pending, else today.</summary>
    Usual,
    Today,
    ConversionDate,
    Custom,
}
