using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Reports;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// Stores a list of clicks in one transaction and tells of each whether it is unique: 1 look up what counts for the sessions that had clicks
/// before, 2 decide, 3 insert, 4 turn away what is over a cap; the unique index of session, offer and touch lets one of several at once win, and the others are decided again.
/// </summary>
internal sealed class ClickWriter : BatchWriter<ClickDraft, WrittenClick>
{
    private const int MostRounds = 1000;

    public override async Task<WrittenClick[]> WriteSqliteAsync(
        IReadOnlyList<ClickDraft> items,
        SqliteConnection connection,
        WriteUnit unit
    )
    {
        var written = new WrittenClick[items.Count];
        var statements = new SqliteClicks(connection);
        for (var i = 0; i < items.Count; i++)
        {
            var draft = items[i];
            var latest = draft.IsNewSession ? null : statements.FindLatest(draft.Session, draft.Offer);
            var touch = draft.Decide(latest);
            // One writer at a time: only the id itself can be taken, by chance, and then the next one is not.
            for (var id = draft.Id; ; id++)
            {
                var place = ClickPlace.Of(id, touch, latest);
                if (!statements.Insert(draft, place))
                    continue;
                written[i] = new WrittenClick(id, place.Request);
                break;
            }
        }

        await FinishAsync(items, written, unit);
        return written;
    }

    public override async Task<WrittenClick[]> WritePostgresAsync(
        IReadOnlyList<ClickDraft> items,
        NpgsqlConnection connection,
        WriteUnit unit
    )
    {
        var written = new WrittenClick[items.Count];
        // Sorted, so that two nodes that hold the same sessions wait for each other in one order.
        var open = Enumerable.Range(0, items.Count).OrderBy(i => items[i].Session).ThenBy(i => items[i].Offer.Value).ToList();
        for (var round = 0; open.Count > 0; round++)
        {
            if (round == MostRounds)
                throw new InvalidOperationException("A click found no place in its session.");
            open = await InsertAsync(items, open, written, round, connection);
        }

        await FinishAsync(items, written, unit);
        return written;
    }

    /// <summary>One round; returns what waits for a click of this very round, or ran into one of another transaction.</summary>
    private static async Task<List<int>> InsertAsync(
        IReadOnlyList<ClickDraft> items,
        List<int> open,
        WrittenClick[] written,
        int round,
        NpgsqlConnection connection
    )
    {
        // In a later round even a new session has clicks: those of the round before.
        var known = await PostgresClicks.FindLatestAsync(
            connection,
            open.Where(i => round > 0 || !items[i].IsNewSession).Select(i => items[i])
        );
        var (now, later) = (new List<(int Item, ClickPlace Place)>(open.Count), new List<int>());
        var begun = new HashSet<(long, OfferId)>();
        foreach (var i in open)
        {
            var draft = items[i];
            var key = (draft.Session, draft.Offer);
            if (begun.Contains(key))
            {
                later.Add(i);
                continue;
            }

            var latest = known.TryGetValue(key, out var touch) ? touch : (Touch?)null;
            var place = ClickPlace.Of(draft.Id + round, draft.Decide(latest), latest);
            // Duplicates of a stored click can go together; after a unique one its followers wait until it is stored.
            if (place.DuplicateOf is null)
                begun.Add(key);
            now.Add((i, place));
        }

        var inserted = await PostgresClicks.InsertAsync(connection, now.ConvertAll(n => items[n.Item]), now.ConvertAll(n => n.Place));
        foreach (var (i, place) in now)
        {
            if (inserted.Contains(place.Id))
                written[i] = new WrittenClick(place.Id, place.Request);
            else
                later.Add(i);
        }

        later.Sort((a, b) => (items[a].Session, items[a].Offer.Value, a).CompareTo((items[b].Session, items[b].Offer.Value, b)));
        return later;
    }

    private static async Task FinishAsync(IReadOnlyList<ClickDraft> items, WrittenClick[] written, WriteUnit unit)
    {
        await CloseAsync(items, written, unit);
        var deltas = new ReportDeltas();
        for (var i = 0; i < items.Count; i++)
            if (items[i].Kind == ClickKind.Person && !written[i].IsClosed)
                deltas.AddClick(items[i].Cell, items[i].At, written[i].IsDuplicate);
        deltas.AppendWithCommit(unit);
    }

    /// <summary>A unique click takes its place in the caps; a duplicate takes none, and is turned away with the others once a cap is met.</summary>
    private static async Task CloseAsync(IReadOnlyList<ClickDraft> items, WrittenClick[] written, WriteUnit unit)
    {
        if (items.All(i => i.Caps is null))
            return;
        var slots = items.Select((d, i) => written[i].IsDuplicate ? d.Caps?.Select(s => s with { Counts = false }).ToArray() : d.Caps);
        var closed = await ClickCaps.TakeAsync(unit, [.. slots]);
        var gone = new HashSet<long>();
        for (var i = 0; i < items.Count; i++)
        {
            if (closed[i] is null)
                continue;
            gone.Add(written[i].Id);
            written[i] = written[i] with { IsClosed = true };
        }

        if (gone.Count == 0)
            return;
        // A click that stays must not repeat one that goes. The lane writes the clicks of a failed list one by one.
        if (written.Any(w => !w.IsClosed && gone.Contains(w.Request)))
            throw new InvalidOperationException("A click repeats one of the same list that a cap turned away.");
        await unit.Connection.ExecuteAsync(
            "DELETE FROM clicks WHERE id " + unit.Pick("IN @ids", "= ANY (@ids)"),
            new { ids = gone.ToArray() }
        );
    }
}
