using System.Globalization;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.Periods;

/// <summary>Which days are to be closed.</summary>
/// <param name="Through">The last day, included, as 2026-10-31 in the instance's zone; it must be over.</param>
/// <param name="From">Only for the first period: its first day. Nothing that counts before it stands in any document; absent, everything does.</param>
public sealed record PeriodQuestion(string? Through = null, string? From = null)
{
    /// <summary>The period that would be the next one, or the one that is being closed through that day.</summary>
    /// <param name="last">The newest there is.</param>
    internal Period? Read(
        Validation validation,
        Period? last,
        Instance instance,
        Actor actor,
        string issuer,
        Instant now,
        bool mayBeOpen = false
    )
    {
        var zone = instance.Zone;
        var today = DateOnly.FromDateTime(TimeZones.InZone(now, zone).DateTime);
        if (ReadDay(validation, "through", Through) is not { } through)
        {
            if (string.IsNullOrWhiteSpace(Through))
                validation.Add("through", "The last day to close, as 2026-10-31.");
            return null;
        }

        if (through >= today && !mayBeOpen)
            validation.Add("through", $"That day is not over in {zone.Id}. The last one that is over is {today.AddDays(-1):yyyy-MM-dd}.");
        var first = ReadDay(validation, "from", From);
        if (last is not null && first is not null)
            validation.Add("from", "Only the first period has a first day of its own; this one begins where the last one ended.");
        if (last is not null && through <= last.LastDay)
            validation.Add(
                "through",
                $"Days through {last.Through} are closed already. What is recorded now for them goes into the next period."
            );
        if (first > through)
            validation.Add("from", "It lies behind “through”.");
        if (validation.HasErrors)
            return null;
        var startsAt = last?.EndsAt ?? (first is { } day ? TimeZones.StartOfDay(day, zone) : Period.Beginning);
        return new Period(
            (last?.Id ?? 0) + 1,
            last is null ? first?.ToString(Period.DayFormat, CultureInfo.InvariantCulture) : BookWalk.Day(last.EndsAt, zone),
            through.ToString(Period.DayFormat, CultureInfo.InvariantCulture),
            startsAt,
            TimeZones.StartOfDay(through.AddDays(1), zone),
            zone.Id,
            now,
            PeriodState.Closing,
            0,
            issuer,
            actor.Name,
            null
        );
    }

    private static DateOnly? ReadDay(Validation validation, string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (
            DateOnly.TryParseExact(text.Trim(), Period.DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1970 and < 9000
        )
            return day;
        validation.Add(field, "A day as 2026-10-31.");
        return null;
    }
}
