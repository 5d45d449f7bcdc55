using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Reports;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Import;

internal static class ImportedClicksSql
{
    private static readonly RowShape Shape = new(
        "clicks",
        "id, at, session_id, touch, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, bot, ip:text, user_agent:text, referrer:text, "
            + "s1:text, s2:text, s3:text, s4:text, s5:text, udid:text, device_hash",
        "ON CONFLICT DO NOTHING",
        "RETURNING session_id, offer_id"
    );

    /// <summary>Which of the request ids have a click on an offer already.</summary>
    public static async Task<HashSet<(long Session, OfferId Offer)>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        IEnumerable<ImportedClick> clicks
    ) =>
        [
            .. await connection.QueryAsync<(long, OfferId)>(
                $"SELECT session_id, offer_id FROM clicks WHERE touch >= 0 AND session_id {ImportSql.Among(dialect)}",
                new { ids = ImportSql.Ids(dialect, clicks.Select(c => c.Session).Distinct()) }
            ),
        ];

    /// <summary>Stores a slice of clicks with different request ids or offers; how many were stored. Another writer may have been faster.</summary>
    public static async Task<int> InsertAsync(WriteUnit unit, IReadOnlyList<ImportedClick> clicks)
    {
        var deltas = new ReportDeltas();
        var (added, open) = (0, clicks);
        // CAKE's times have seconds: two clicks of one moment may have the same id by chance, and then one of them takes the next.
        for (var round = 0; open.Count > 0; round++)
        {
            var stored = await TryInsertAsync(unit, open, round);
            added += stored.Count;
            foreach (var click in open.Where(c => stored.Contains((c.Session, c.Cell.Offer))))
                deltas.AddClick(click.Cell, click.At, isDuplicate: false);
            var left = open.Where(c => !stored.Contains((c.Session, c.Cell.Offer))).ToList();
            var known = left.Count == 0 ? [] : await FindAsync(unit.Connection, unit.Dialect, left);
            open = [.. left.Where(c => !known.Contains((c.Session, c.Cell.Offer)))];
        }

        await deltas.AppendAsync(unit);
        return added;
    }

    private static async Task<HashSet<(long Session, OfferId Offer)>> TryInsertAsync(
        WriteUnit unit,
        IReadOnlyList<ImportedClick> clicks,
        int round
    )
    {
        var stored = new HashSet<(long, OfferId)>(clicks.Count);
        if (unit.Connection is SqliteConnection sqlite)
        {
            var insert = RawStatement.Of(sqlite, Shape.Sqlite);
            foreach (var click in clicks)
            {
                Add(insert, click, round);
                if (insert.Run() == 1)
                    stored.Add((click.Session, click.Cell.Offer));
            }

            return stored;
        }

        var columns = UnnestRows.Rent(Shape);
        foreach (var click in clicks)
        {
            Add(columns, click, round);
            columns.EndRow();
        }

        await using (var batch = new NpgsqlBatch((NpgsqlConnection)unit.Connection) { BatchCommands = { columns.ToCommand() } })
        await using (var reader = await batch.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                stored.Add((reader.GetInt64(0), new OfferId(reader.GetInt64(1))));
        columns.Return();
        return stored;
    }

    private static void Add(IRowValues values, ImportedClick c, int round) =>
        values
            .Add(c.Id + round)
            .Add(c.At.UnixMilliseconds)
            .Add(c.Session)
            .Add(0)
            .Add(c.Cell.Advertiser.Value)
            .Add(c.Cell.Offer.Value)
            .Add(c.Cell.Affiliate.Value)
            .Add(c.Cell.Campaign.Value)
            .Add(c.Cell.Creative.Value)
            .Add(0)
            .Add(c.Ip)
            .Add(c.UserAgent)
            .Add(c.Referrer)
            .Add(c.SubIds[0])
            .Add(c.SubIds[1])
            .Add(c.SubIds[2])
            .Add(c.SubIds[3])
            .Add(c.SubIds[4])
            .Add(c.Udid)
            .Add(c.DeviceHash);
}
