using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// Folds <c>report_deltas</c> into the rollups (decision 0007). 1 read some, outside the writing transaction, 2 add up what is of one quarter
/// and cell, 3 where that is much, put the sums back as a few rows in the place of the many, 4 take each out and add it to the rollups in one
/// transaction. Whatever breaks off leaves reports right: a delta counts until the transaction that adds it up takes it away.
/// Under load the same cells come again and again, and a row of a rollup costs as much to change for one postback as for a hundred: a round may
/// leave the merged rows to grow (decision 0011).
/// </summary>
internal sealed class FoldDeltas(Database database)
{
    private const int MostDeltas = 4000;

    /// <summary>Cells that one transaction adds up: a postback on SQLite waits for as long.</summary>
    private const int MostCells = 250;

    /// <summary>Rows become at least so many times fewer where merging alone is worth its while.</summary>
    private const int WorthMerging = 4;

    public Task<bool> HasWorkAsync(CancellationToken cancellation = default) => database.ReadAsync(FoldSql.AnyAsync, cancellation);

    /// <summary>One round; true where more may wait.</summary>
    /// <param name="settle">Whether all that was read goes into the rollups; else merged rows may stay, for a later round to add up.</param>
    public async Task<bool> RunAsync(bool settle = true, CancellationToken cancellation = default)
    {
        var deltas = await database.ReadAsync(c => FoldSql.ListAsync(c, MostDeltas), cancellation);
        if (deltas.Count == 0)
            return false;
        var sums = new Dictionary<(long Quarter, ReportCell Cell), ReportSum>();
        foreach (var delta in deltas)
            ReportEntry.ReadAll(delta.Cells, e => Sum(sums, e.Quarter, e.Cell).Add(e.Measure, e.Count, e.Received, e.Paid));

        var ids = deltas.Select(d => d.Id).ToArray();
        if (sums.Count <= MostCells)
        {
            await AddAsync(ids, sums, cancellation);
            return deltas.Count == MostDeltas;
        }

        // Rounds that only merge come to an end, since each leaves a fraction of the rows.
        settle |= WorthMerging * (sums.Count / MostCells) > deltas.Count;
        var merged = await MergeAsync(ids, sums, cancellation);
        if (settle)
            foreach (var (id, part) in merged)
                await AddAsync([id], part, cancellation);
        return deltas.Count == MostDeltas;
    }

    internal static ReportSum Sum(Dictionary<(long Quarter, ReportCell Cell), ReportSum> sums, long quarter, ReportCell cell)
    {
        if (!sums.TryGetValue((quarter, cell), out var sum))
            sums[(quarter, cell)] = sum = new ReportSum();
        return sum;
    }

    private Task<List<(long Id, KeyValuePair<(long Quarter, ReportCell Cell), ReportSum>[] Part)>> MergeAsync(
        long[] ids,
        Dictionary<(long Quarter, ReportCell Cell), ReportSum> sums,
        CancellationToken cancellation
    )
    {
        var parts = sums.OrderBy(s => s.Key.Quarter).ThenBy(s => s.Key.Cell.Campaign.Value).Chunk(MostCells).ToArray();
        var texts = Array.ConvertAll(parts, ToText);
        return database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var merged = new List<(long, KeyValuePair<(long Quarter, ReportCell Cell), ReportSum>[])>();
                if (await FoldSql.TakeAsync(unit, ids))
                    for (var i = 0; i < parts.Length; i++)
                        merged.Add((await FoldSql.InsertAsync(unit, texts[i]), parts[i]));
                return merged;
            },
            cancellation
        );
    }

    private static string ToText(KeyValuePair<(long Quarter, ReportCell Cell), ReportSum>[] part)
    {
        var deltas = new ReportDeltas();
        foreach (var ((quarter, cell), sum) in part)
        foreach (var entry in sum.ToEntries(quarter, cell))
            deltas.Add(entry);
        return $"{deltas}";
    }

    private Task<bool> AddAsync(
        long[] ids,
        IReadOnlyCollection<KeyValuePair<(long Quarter, ReportCell Cell), ReportSum>> sums,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                if (!await FoldSql.TakeAsync(unit, ids))
                    return false;
                foreach (var rollup in Rollup.All)
                    await FoldSql.AddAsync(unit, rollup, sums);
                return true;
            },
            cancellation
        );
}
