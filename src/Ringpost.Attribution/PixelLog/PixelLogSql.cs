using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Ringpost.Api;
using Ringpost.Attribution.Import;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>A row as stored.</summary>
internal sealed record StoredLogRow
{
    public long Id { get; init; }

    public long At { get; init; }

    public string Method { get; init; } = "";

    public string Ip { get; init; } = "";

    public string Url { get; init; } = "";

    public long UrlLength { get; init; }

    public string? Form { get; init; }

    public string? Referrer { get; init; }

    public string? UserAgent { get; init; }

    public string? IdempotencyKey { get; init; }

    public bool OwnWorker { get; init; }

    public long? OfferId { get; init; }

    public string Outcome { get; init; } = "";

    public long? ConversionId { get; init; }

    public string Explanation { get; init; } = "[]";

    public long? RunAgainAt { get; init; }

    public string? RunAgainBy { get; init; }

    public bool Whitelisted { get; init; }

    /// <summary>Zero where the row is a stored conversion, or named no transaction id.</summary>
    public long TransactionHash { get; init; }
}

/// <summary>Where a row stands in the order of arrival.</summary>
internal sealed record PixelLogPlace(long At, long Id)
{
    public static readonly PixelLogPlace Newest = new(long.MaxValue, long.MaxValue);

    public static readonly PixelLogPlace Oldest = new(long.MinValue, 0);

    /// <summary>As a cursor holds it; null where the text is none of ours.</summary>
    public static PixelLogPlace? Read(string? cursor, PixelLogPlace absent)
    {
        if (!Cursor.TryDecode(cursor, out var key))
            return null;
        if (key is null)
            return absent;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return
            colon > 0
            && long.TryParse(key.AsSpan(0, colon), CultureInfo.InvariantCulture, out var at)
            && long.TryParse(key.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var id)
            ? new PixelLogPlace(at, id)
            : null;
    }

    public string ToCursor() => Cursor.Encode(string.Create(CultureInfo.InvariantCulture, $"{At}:{Id}"));
}

internal static class PixelLogSql
{
    private const string Columns =
        "SELECT id AS Id, at AS At, method AS Method, ip AS Ip, url AS Url, url_length AS UrlLength, form AS Form, referrer AS Referrer, "
        + "user_agent AS UserAgent, idempotency_key AS IdempotencyKey, own_worker AS OwnWorker, offer_id AS OfferId, outcome AS Outcome, "
        + "conversion_id AS ConversionId, explanation AS Explanation, run_again_at AS RunAgainAt, run_again_by AS RunAgainBy, whitelisted AS Whitelisted, "
        + "COALESCE(transaction_hash, 0) AS TransactionHash FROM pixel_log ";

    /// <summary>Newest first, the rows before <paramref name="before"/> and not before <paramref name="floor"/>.</summary>
    public static async Task<IReadOnlyList<StoredLogRow>> ListAsync(
        DbConnection connection,
        PixelLogPlace before,
        PixelLogPlace? floor,
        PixelLogFilter filter,
        IReadOnlyList<long>? offers,
        int limit
    ) =>
        (
            await connection.QueryAsync<StoredLogRow>(
                // By transaction id the rows are few: the plus keeps the planner from walking along the time instead.
                Columns
                    + $"WHERE {Conditions(connection, filter, offers)} AND (at, id) < (@beforeAt, @beforeId) "
                    + (floor is null ? "" : "AND (at, id) >= (@floorAt, @floorId) ")
                    + $"ORDER BY {(filter.TransactionId is null ? "" : "+")}at DESC, id DESC LIMIT @limit",
                Parameters(filter, offers, before, floor, limit)
            )
        ).AsList();

    /// <summary>Oldest first: the refused rows after <paramref name="after"/> and up to <paramref name="ceiling"/>.</summary>
    public static async Task<IReadOnlyList<PixelLogPlace>> ListRefusedAsync(
        DbConnection connection,
        PixelLogPlace after,
        PixelLogPlace? ceiling,
        PixelLogFilter filter,
        IReadOnlyList<long>? offers,
        int limit
    ) =>
        (
            await connection.QueryAsync<PixelLogPlace>(
                "SELECT at AS At, id AS Id FROM pixel_log WHERE "
                    + $"{Conditions(connection, filter with { Refused = true }, offers)} AND (at, id) > (@beforeAt, @beforeId) "
                    + (ceiling is null ? "" : "AND (at, id) <= (@floorAt, @floorId) ")
                    + $"ORDER BY {(filter.TransactionId is null ? "" : "+")}at, id LIMIT @limit",
                Parameters(filter, offers, after, ceiling, limit)
            )
        ).AsList();

    /// <summary>
    /// The place <paramref name="size"/> rows further along the index that the filter walks on, whether they match or not: the bound of one
    /// short read. Null where fewer are left.
    /// </summary>
    public static Task<PixelLogPlace?> SliceAsync(
        DbConnection connection,
        PixelLogPlace from,
        PixelLogFilter filter,
        bool newestFirst,
        int size
    ) =>
        connection.QuerySingleOrDefaultAsync<PixelLogPlace>(
            $"SELECT at AS At, id AS Id FROM pixel_log WHERE {Walk(filter)} AND (at, id) {(newestFirst ? "<" : ">")} (@beforeAt, @beforeId) "
                + (newestFirst ? "ORDER BY at DESC, id DESC" : "ORDER BY at, id")
                + " LIMIT 1 OFFSET @limit",
            Parameters(filter, null, from, null, size)
        );

    private static string Walk(PixelLogFilter filter)
    {
        var sql = filter.IsRare ? "outcome <> 'stored'" : "id > 0";
        if (filter.From is not null)
            sql += " AND at >= @From";
        return filter.To is null ? sql : sql + " AND at < @To";
    }

    private static string Conditions(DbConnection connection, PixelLogFilter filter, IReadOnlyList<long>? offers)
    {
        var sql = Walk(filter);
        if (filter.TransactionId is not null)
            sql =
                sql.Replace("at ", "+at ", StringComparison.Ordinal)
                + " AND id IN (SELECT pixel_log_id FROM conversions WHERE transaction_hash = @hash AND transaction_id = @TransactionId "
                + "UNION ALL SELECT id FROM pixel_log WHERE transaction_hash = @hash)";
        if (offers is not null)
            sql += connection is SqliteConnection ? " AND offer_id IN @offers" : " AND offer_id = ANY(@offers)";
        if (filter.Outcome is not null)
            sql += " AND outcome = @outcome";
        if (filter.Refused)
            sql += $" AND outcome IN ({RefusedOutcomes})";
        if (filter.Ip is not null)
            sql += " AND ip = @Ip";
        if (filter.ConvertedOnly)
            sql += " AND outcome IN ('stored', 'completed')";
        if (filter.WhitelistedOnly)
            sql += " AND whitelisted = 1";
        return sql;
    }

    private static object Parameters(
        PixelLogFilter filter,
        IReadOnlyList<long>? offers,
        PixelLogPlace place,
        PixelLogPlace? bound,
        int limit
    ) =>
        new
        {
            beforeAt = place.At,
            beforeId = place.Id,
            floorAt = bound?.At,
            floorId = bound?.Id,
            filter.From,
            filter.To,
            filter.Ip,
            filter.TransactionId,
            hash = filter.TransactionId is { } t ? PostbackHash.OfTransaction(t) : 0,
            outcome = filter.Outcome?.ToText(),
            offers = offers?.ToArray(),
            limit,
        };

    public static Task<StoredLogRow?> FindAsync(DbConnection connection, long id) =>
        connection.QuerySingleOrDefaultAsync<StoredLogRow>(Columns + "WHERE id = @id", new { id });

    /// <summary>The rows that are no stored conversion, by the numbers of their transaction ids, oldest first.</summary>
    public static async Task<IReadOnlyList<StoredLogRow>> FindAsync(DbConnection connection, Dialect dialect, IEnumerable<long> hashes) =>
        (
            await connection.QueryAsync<StoredLogRow>(
                $"{Columns}WHERE transaction_hash IS NOT NULL AND transaction_hash {ImportSql.Among(dialect)} ORDER BY id",
                new { ids = ImportSql.Ids(dialect, hashes) }
            )
        ).AsList();

    /// <summary>In the order of their ids; locked on PostgreSQL, so that two people don't run the same row again at once.</summary>
    public static async Task<IReadOnlyList<StoredLogRow>> LockAsync(WriteUnit unit, IReadOnlyList<long> ids) =>
        (
            await unit.Connection.QueryAsync<StoredLogRow>(
                Columns + unit.Pick("WHERE id IN @ids ORDER BY id", "WHERE id = ANY(@ids) ORDER BY id FOR UPDATE"),
                new { ids = ids.ToArray() }
            )
        ).AsList();

    public static Task ReplaceAsync(WriteUnit unit, PostbackItem item, WrittenPostback written) =>
        unit.Connection.ExecuteAsync(
            "UPDATE pixel_log SET outcome = @outcome, conversion_id = @conversion, offer_id = @offer, explanation = @Explanation, run_again_at = @now, run_again_by = @By, "
                + "whitelisted = @whitelisted, transaction_hash = @hash "
                + "WHERE id = @Id",
            new
            {
                item.Row!.Id,
                item.Row.By,
                item.Explanation,
                outcome = written.Outcome.ToText(),
                conversion = written.Conversion,
                offer = item.Offer,
                now = unit.Now,
                whitelisted = item.Whitelisted ? 1 : 0,
                hash = SearchHash(item, written.Outcome),
            }
        );

    /// <summary>A stored conversion is found by its own index: only the other rows need a place in the log's.</summary>
    public static long? SearchHash(PostbackItem item, PostbackOutcome outcome) =>
        outcome == PostbackOutcome.Stored ? null : item.TransactionHash;

    private static readonly string RefusedOutcomes = string.Join(
        ", ",
        Enum.GetValues<PostbackOutcome>().Where(o => o.IsRefusal()).Select(o => $"'{o.ToText()}'")
    );
}
