using System.Globalization;
using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Periods;

public enum PeriodState
{
    /// <summary>Amounts go into its documents; it goes on by itself where the node that did it is gone.</summary>
    Closing,

    /// <summary>Its documents have their numbers and never change.</summary>
    Closed,
}

/// <summary>A stretch of days with its documents.</summary>
/// <param name="From">First day, yyyy-MM-dd in <paramref name="Zone"/>; null: everything since the first record.</param>
/// <param name="Through">Last day, included.</param>
/// <param name="AsOf">Changes recorded later belong to the next period.</param>
/// <param name="Entries">Amounts that its documents hold.</param>
public sealed record Period(
    long Id,
    string? From,
    string Through,
    Instant StartsAt,
    Instant EndsAt,
    string Zone,
    Instant AsOf,
    PeriodState State,
    long Entries,
    string Issuer,
    string By,
    Instant? ClosedAt
)
{
    /// <summary>As “2026-10-01 to 2026-10-31”.</summary>
    public string Days => From is null ? $"until {Through}" : $"{From} to {Through}";

    [JsonIgnore]
    public DateOnly LastDay => DateOnly.ParseExact(Through, DayFormat, CultureInfo.InvariantCulture);

    internal const string DayFormat = "yyyy-MM-dd";

    /// <summary>Before every moment: a first period without a first day begins here.</summary>
    internal static readonly Instant Beginning = Instant.From(DateTimeOffset.MinValue);

    /// <summary>Whether the amount counts on days that were closed before.</summary>
    internal bool IsLate(BookEntry entry) => From is not null && Id > 1 && string.CompareOrdinal(entry.EffectiveDay, From) < 0;

    /// <summary>Whether it is of a call or conversion of days before.</summary>
    internal bool IsOfEarlier(BookEntry entry) => Id > 1 && entry.RecordAt < StartsAt;
}
