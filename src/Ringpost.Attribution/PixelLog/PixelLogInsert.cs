using Ringpost.Attribution.Postbacks;
using Ringpost.Storage;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// The log's part in the write: numbers its rows before the first step, because conversions name theirs, and stores them in step 6 with one
/// row of what they add to the log's numbers. The row of a postback that is run again keeps its number and is replaced.
/// </summary>
internal sealed class PixelLogInsert
{
    private readonly IdBlock _ids = new("pixel_log");

    public async Task NumberAsync(PostbackBatch batch)
    {
        var isSqlite = batch.Unit.Dialect == Dialect.Sqlite;
        var added = batch.Items.Count(i => i.Row is null);
        var ids = isSqlite || added == 0 ? [] : await _ids.TakeAsync(batch.Postgres, added);
        var first = isSqlite ? IdBlock.NextOf(batch.Sqlite, "pixel_log") : 0;
        var taken = 0;
        for (var i = 0; i < batch.Items.Length; i++)
        {
            var item = batch.Items[i];
            var id =
                item.Row is { } row ? row.Id
                : isSqlite ? first + taken++
                : ids[taken++];
            batch.Written[i] = new WrittenPostback(item.Refusal ?? PostbackOutcome.Stored, null, id);
        }
    }

    public async Task RunAsync(PostbackBatch batch)
    {
        if (batch.Unit.Dialect == Dialect.Sqlite)
            InsertSqlite(batch);
        else
            InsertPostgres(batch);
        for (var i = 0; i < batch.Items.Length; i++)
            if (batch.Items[i].Row is not null)
                await PixelLogSql.ReplaceAsync(batch.Unit, batch.Items[i], batch.Written[i]);
        PixelLogCounts.Append(batch);
    }

    /// <summary>Rows of postbacks that are run again exist already and are left out.</summary>
    private static void InsertSqlite(PostbackBatch batch)
    {
        var insert = RawStatement.Of(batch.Sqlite, PostbackRows.Log.Sqlite);
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (batch.Items[i].Row is not null)
                continue;
            PostbackRows.Add(insert, batch.Items[i], batch.Written[i]);
            insert.Run();
        }
    }

    private static void InsertPostgres(PostbackBatch batch)
    {
        var rows = UnnestRows.Rent(PostbackRows.Log);
        var count = 0;
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (batch.Items[i].Row is not null)
                continue;
            PostbackRows.Add(rows, batch.Items[i], batch.Written[i]);
            rows.EndRow();
            count++;
        }

        if (count == 0)
            return;
        batch.Unit.WithCommit(rows.ToCommand());
        batch.Unit.AfterCommit(rows.Return);
    }
}
