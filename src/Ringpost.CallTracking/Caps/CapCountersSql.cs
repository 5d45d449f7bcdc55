using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>A counter: one period of one cap. The currency of one on calls is empty.</summary>
internal readonly record struct CapKey(string Owner, CapPeriod Period, CapMeasure Measure, string Currency, Instant StartsAt)
{
    public static CapKey Of(CapOwner owner, CapLine line, TimeRange range, string currency) =>
        new(owner.Id, line.Period, line.Measure, line.Measure == CapMeasure.Money ? currency : "", range.From);
}

/// <summary>Rows of <c>call_cap_counters</c>. Those who decide or count lock them in one order, so that no two writers wait for each other.</summary>
internal static class CapCountersSql
{
    private const string Place =
        "owner = @owner AND period = @period AND measure = @measure AND currency = @currency AND starts_at = @starts";

    /// <summary>How long a period that is over is kept: for who looks back.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(40);

    /// <summary>The counters of the periods around a moment.</summary>
    public static async Task<IReadOnlyDictionary<CapKey, long>> ReadAsync(
        DbConnection connection,
        IReadOnlyCollection<string> owners,
        Instant at,
        string isIn,
        string lockRows = ""
    ) =>
        (
            await connection.QueryAsync<Row>(
                "SELECT owner AS Owner, period AS Period, measure AS Measure, currency AS Currency, starts_at AS StartsAt, used AS Used "
                    + $"FROM call_cap_counters WHERE owner {isIn} AND starts_at <= @at AND ends_at > @at ORDER BY owner, period, measure, currency{lockRows}",
                new { owners = owners.ToArray(), at }
            )
        ).ToDictionary(r => r.Key, r => r.Used);

    public static Task<IReadOnlyDictionary<CapKey, long>> ReadAsync(WriteUnit unit, IReadOnlyCollection<string> owners, Instant at) =>
        ReadAsync(unit.Connection, owners, at, InOwners(unit));

    /// <summary>On PostgreSQL nobody else counts or decides by them until this unit is over; SQLite has one writer.</summary>
    public static Task<IReadOnlyDictionary<CapKey, long>> LockAsync(WriteUnit unit, IReadOnlyCollection<string> owners, Instant at) =>
        ReadAsync(unit.Connection, owners, at, InOwners(unit), unit.Pick("", " FOR UPDATE"));

    /// <summary>Leaves a counter alone that another unit made meanwhile.</summary>
    public static async Task MakeAsync(WriteUnit unit, CapKey key, Instant endsAt, long used)
    {
        await unit.Connection.ExecuteAsync(
            "DELETE FROM call_cap_counters WHERE owner = @owner AND period = @period AND measure = @measure AND ends_at < @old",
            new
            {
                owner = key.Owner,
                period = key.Period.ToString(),
                measure = key.Measure.ToString(),
                old = unit.Now - Kept,
            }
        );
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_cap_counters (owner, period, measure, currency, starts_at, ends_at, used) "
                + "VALUES (@owner, @period, @measure, @currency, @starts, @ends, @used) "
                + "ON CONFLICT (owner, period, measure, currency, starts_at) DO NOTHING",
            Parameters(key, endsAt, used)
        );
    }

    /// <summary>The new number; null where there is no such counter. What an operator set back is not counted below nothing.</summary>
    public static Task<long?> AddAsync(WriteUnit unit, CapKey key, long change) =>
        unit.Connection.ExecuteScalarAsync<long?>(
            $"UPDATE call_cap_counters SET used = CASE WHEN used + @used < 0 THEN 0 ELSE used + @used END WHERE {Place} RETURNING used",
            Parameters(key, default, change)
        );

    public static Task SetAsync(WriteUnit unit, CapKey key, long used) =>
        unit.Connection.ExecuteAsync($"UPDATE call_cap_counters SET used = @used WHERE {Place}", Parameters(key, default, used));

    public static Task DeleteAsync(WriteUnit unit, string owner, CapPeriod period, CapMeasure measure) =>
        unit.Connection.ExecuteAsync(
            "DELETE FROM call_cap_counters WHERE owner = @owner AND period = @period AND measure = @measure",
            new
            {
                owner,
                period = period.ToString(),
                measure = measure.ToString(),
            }
        );

    private static string InOwners(WriteUnit unit) => unit.Pick("IN @owners", "= ANY(@owners)");

    private static object Parameters(CapKey key, Instant endsAt, long used) =>
        new
        {
            owner = key.Owner,
            period = key.Period.ToString(),
            measure = key.Measure.ToString(),
            currency = key.Currency,
            starts = key.StartsAt,
            ends = endsAt,
            used,
        };

    private sealed record Row(string Owner, string Period, string Measure, string Currency, Instant StartsAt, long Used)
    {
        public CapKey Key => new(Owner, Enum.Parse<CapPeriod>(Period), Enum.Parse<CapMeasure>(Measure), Currency, StartsAt);
    }
}
