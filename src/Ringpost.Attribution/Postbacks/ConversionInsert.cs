using Npgsql;
using Ringpost.Storage;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// Steps 1 and 2 of the write: inserts the conversions, the unique indexes deciding over duplicates, and settles what ran into a stored
/// record (cake.md 2.8).
/// </summary>
internal sealed class ConversionInsert(DuplicateResolver duplicates)
{
    private const int MostTries = 4;

    private readonly IdBlock _ids = new("conversions");

    public Task RunAsync(PostbackBatch batch) => batch.Unit.Dialect == Dialect.Sqlite ? RunSqliteAsync(batch) : RunPostgresAsync(batch);

    private async Task RunSqliteAsync(PostbackBatch batch)
    {
        var insert = RawStatement.Of(batch.Sqlite, PostbackRows.Conversions.Sqlite);
        var next = IdBlock.NextOf(batch.Sqlite, "conversions");
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (batch.Items[i].Conversion is not { } draft)
                continue;
            for (var attempt = 0; ; attempt++)
            {
                var place = Place(draft, next, attempt);
                PostbackRows.Add(insert, draft, place, batch.Written[i].PixelLogId);
                if (insert.Run() == 1)
                {
                    next++;
                    batch.Settle(i, PostbackOutcome.Stored, place.Id);
                    break;
                }

                if (await SettleAsync(batch, i, draft, place))
                    break;
            }
        }
    }

    private async Task RunPostgresAsync(PostbackBatch batch)
    {
        // Sorted, so that two nodes that hold the same transaction ids wait for each other in one order.
        var open = Enumerable
            .Range(0, batch.Items.Length)
            .Where(i => batch.Items[i].Conversion is not null)
            .OrderBy(i => batch.Items[i].Conversion!.TransactionHash)
            .ToList();
        for (var attempt = 0; open.Count > 0; attempt++)
            open = await InsertAsync(batch, open, attempt);
    }

    /// <summary>One round: inserts all that is open and settles what was not inserted; returns what needs another round.</summary>
    private async Task<List<int>> InsertAsync(PostbackBatch batch, List<int> open, int attempt)
    {
        var ids = await _ids.TakeAsync(batch.Postgres, open.Count);
        var rows = UnnestRows.Rent(PostbackRows.Conversions);
        var places = new ConversionPlace[open.Count];
        for (var n = 0; n < open.Count; n++)
        {
            var draft = batch.Items[open[n]].Conversion!;
            places[n] = Place(draft, ids[n], attempt);
            PostbackRows.Add(rows, draft, places[n], batch.Written[open[n]].PixelLogId);
            rows.EndRow();
        }

        var inserted = await InsertAsync(batch.Postgres, rows);
        var again = new List<int>();
        for (var n = 0; n < open.Count; n++)
        {
            if (inserted.Contains(places[n].Id.Value))
                batch.Settle(open[n], PostbackOutcome.Stored, places[n].Id);
            else if (!await SettleAsync(batch, open[n], batch.Items[open[n]].Conversion!, places[n]))
                again.Add(open[n]);
        }

        return again;
    }

    /// <summary>The ids that were inserted; the others ran into a unique index.</summary>
    private static async Task<HashSet<long>> InsertAsync(NpgsqlConnection connection, UnnestRows rows)
    {
        await using var insert = new NpgsqlBatch(connection) { BatchCommands = { rows.ToCommand() } };
        var inserted = new HashSet<long>();
        await using (var reader = await insert.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                inserted.Add(reader.GetInt64(0));
        rows.Return();
        return inserted;
    }

    private async Task<bool> SettleAsync(PostbackBatch batch, int i, ConversionDraft draft, ConversionPlace place)
    {
        if (await duplicates.ResolveAsync(batch.Unit, batch.Deltas, draft, place.DedupNo) is not { } settled)
            return false;
        batch.Settle(i, settled.Outcome, settled.Conversion);
        return true;
    }

    /// <summary>Where repeats are stored, the row's own id keeps it apart; where two texts share a hash, each try takes the next number below 0.</summary>
    private static ConversionPlace Place(ConversionDraft draft, long id, int attempt)
    {
        if (attempt >= MostTries)
            throw new InvalidOperationException("A conversion found no place among its duplicates.");
        // The key of the last try is left out: then not even a shared hash of 64 bits can keep the conversion from being stored.
        return new ConversionPlace(new ConversionId(id), draft.Deduplicates ? -attempt : id, attempt == MostTries - 1 ? null : draft.Key);
    }
}

/// <summary>The parts of a row that only the write can settle.</summary>
internal readonly record struct ConversionPlace(ConversionId Id, long DedupNo, (long Hash, long Check)? Key);
