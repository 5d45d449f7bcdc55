using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Reports;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Import;

/// <summary>What of an imported conversion is stored already.</summary>
internal sealed record KnownConversion
{
    public long KeyHash { get; init; }

    public long Received { get; init; }

    public long Paid { get; init; }

    public string Disposition { get; init; } = "";
}

internal static class ImportedConversionsSql
{
    private static readonly RowShape Shape = new(
        "conversions",
        "pixel_log_id, at, arrived_at, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, event_id, transaction_id:text, "
            + "transaction_hash, dedup_no, key_hash, key_check, url_hash, received, paid, currency:text, awaits_received, awaits_paid, disposition:text, "
            + "source:text, sender:text, test, fired, ip:text, s1:text, s2:text, s3:text, s4:text, s5:text, contract_id, note:text",
        "ON CONFLICT DO NOTHING",
        "RETURNING key_hash"
    );

    public static async Task<Dictionary<long, KnownConversion>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        IEnumerable<long> keyHashes
    ) =>
        (
            await connection.QueryAsync<KnownConversion>(
                "SELECT key_hash AS KeyHash, disposition AS Disposition, "
                    + "CAST(received + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'received'), 0) AS bigint) AS Received, "
                    + "CAST(paid + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'paid'), 0) AS bigint) AS Paid "
                    + $"FROM conversions c WHERE key_hash {ImportSql.Among(dialect)}",
                new { ids = ImportSql.Ids(dialect, keyHashes) }
            )
        ).ToDictionary(k => k.KeyHash);

    /// <summary>
    /// Stores a slice. Where a postback took a transaction id, its conversion is the same one and stands as it is; where another one of the
    /// import has it, CAKE kept both, and so are they here: <c>dedup_no</c> below 0 that nothing else uses.
    /// </summary>
    /// <returns>Those that were not stored, and whether it was a postback that has their transaction id; else a line before has their number.</returns>
    public static async Task<List<(ImportedConversion Row, bool ByPostback)>> InsertAsync(
        WriteUnit unit,
        IReadOnlyList<ImportedConversion> rows,
        ReportDeltas deltas
    )
    {
        var stored = await TryInsertAsync(unit, [.. rows.Select(r => (r, 0L))]);
        var left = new List<(ImportedConversion, bool)>();
        foreach (var row in rows)
        {
            // Of two lines with one number the first was stored; the set holds the number once.
            if (stored.Remove(row.Key.Hash) || await PlaceAgainAsync(unit, row))
                Count(row, deltas);
            else
                left.Add((row, (await FindAsync(unit.Connection, unit.Dialect, [row.Key.Hash])).Count == 0));
        }

        return left;
    }

    private static async Task<bool> PlaceAgainAsync(WriteUnit unit, ImportedConversion row)
    {
        var isImported = await unit.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM conversions WHERE transaction_hash = @hash AND offer_id = @offer AND event_id = @event AND dedup_no = 0 AND source = 'import'",
            new
            {
                hash = row.TransactionHash,
                offer = row.Cell.Offer,
                @event = row.Cell.Event,
            }
        );
        // The key's hash is as good as an id: it is the row's own for ever.
        return isImported > 0 && (await TryInsertAsync(unit, [(row, -(row.Key.Hash & long.MaxValue) - 1)])).Count == 1;
    }

    private static void Count(ImportedConversion row, ReportDeltas deltas)
    {
        if (!row.Test)
            deltas.Add(row.Cell, row.At, row.Disposition, row.Received, row.Paid);
    }

    /// <summary>The keys of those that were inserted.</summary>
    private static async Task<HashSet<long>> TryInsertAsync(WriteUnit unit, IReadOnlyList<(ImportedConversion Row, long Dedup)> rows)
    {
        var stored = new HashSet<long>(rows.Count);
        if (unit.Connection is SqliteConnection sqlite)
        {
            var insert = RawStatement.Of(sqlite, Shape.Sqlite);
            foreach (var (row, dedup) in rows)
            {
                Add(insert, row, dedup);
                if (insert.Run() == 1)
                    stored.Add(row.Key.Hash);
            }

            return stored;
        }

        var columns = UnnestRows.Rent(Shape);
        foreach (var (row, dedup) in rows)
        {
            Add(columns, row, dedup);
            columns.EndRow();
        }

        await using (var batch = new NpgsqlBatch((NpgsqlConnection)unit.Connection) { BatchCommands = { columns.ToCommand() } })
        await using (var reader = await batch.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                stored.Add(reader.GetInt64(0));
        columns.Return();
        return stored;
    }

    private static void Add(IRowValues values, ImportedConversion c, long dedup) =>
        values
            .Add(0)
            .Add(c.At.UnixMilliseconds)
            .Add(c.At.UnixMilliseconds)
            .Add(c.Cell.Advertiser.Value)
            .Add(c.Cell.Offer.Value)
            .Add(c.Cell.Affiliate.Value)
            .Add(c.Cell.Campaign.Value)
            .Add(c.Cell.Creative.Value)
            .Add(c.Cell.Event.Value)
            .Add(c.TransactionId)
            .Add(c.TransactionHash)
            .Add(dedup)
            .Add(c.Key.Hash)
            .Add(c.Key.Check)
            .Add(0)
            .Add(c.Received)
            .Add(c.Paid)
            .Add($"{c.Cell.Currency}")
            .Add(0)
            .Add(0)
            .Add(c.Disposition)
            .Add("import")
            .Add("import")
            .Add(c.Test ? 1 : 0)
            .Add(c.Fired ? 1 : 0)
            .Add(c.Ip)
            .Add(c.SubIds[0])
            .Add(c.SubIds[1])
            .Add(c.SubIds[2])
            .Add(c.SubIds[3])
            .Add(c.SubIds[4])
            .Add(c.Contract?.Value)
            .Add(c.Note);
}
