using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.Periods;

/// <summary>
/// Closes a period that was taken, in steps of which each commits by itself (decision 0018): 1 walk through every amount of both books and enter those
/// that stand in no document yet into the draft of their party, 2 write the drafts' lines, 3 in one transaction give all drafts their numbers and call
/// the period closed. Cut off before 3 there is no number; whoever goes on finds what was entered and enters the rest. Each write says first that the
/// period is still the runner's.
/// </summary>
internal sealed class PeriodClosing(
    Database database,
    BookWalk walk,
    Snapshot<CallConfiguration> calls,
    Snapshot<OfferConfiguration> offers
)
{
    /// <summary>The closed period; null where somebody else closes it.</summary>
    /// <param name="runner">Who took it (<see cref="PeriodsSql.TakeAsync"/>).</param>
    /// <param name="progress">Told how many amounts were looked at so far.</param>
    public async Task<Period?> RunAsync(Period period, string runner, Actor actor, Action<long>? progress, CancellationToken cancellation)
    {
        try
        {
            var drafts = await database.ReadAsync(c => DocumentsSql.ListDraftsAsync(c, period.Id), cancellation);
            var run = new Run(period, runner, drafts);
            await database.WriteAsync(WriteKeys.None, u => GoOnAsync(u, run), cancellation);
            await EnterAsync(run, progress, cancellation);
            var names = await DocumentNames.ReadAsync(calls, offers, cancellation);
            await WriteLinesAsync(run, names, cancellation);
            await NumberAsync(run, names, actor, cancellation);
            return await database.ReadAsync(c => PeriodsSql.FindAsync(c, period.Id), cancellation);
        }
        catch (LostException)
        {
            return null;
        }
    }

    private async Task EnterAsync(Run run, Action<long>? progress, CancellationToken cancellation)
    {
        var period = run.Period;
        TimeZones.TryFind(period.Zone, out var zone);
        var begin = await database.ReadAsync(async c => (await PeriodsSql.FindAsync(c, 1))?.StartsAt ?? period.StartsAt, cancellation);
        var range = new TimeRange(begin, period.EndsAt);
        var seen = 0L;
        await foreach (var piece in walk.ReadAsync(Actor.System, range, zone, period.AsOf, cancellation))
        {
            var known = await database.ReadAsync(
                c => DocumentsSql.FindEntriesAsync(c, database.Dialect, piece.Select(e => (e.Source, e.Key))),
                cancellation
            );
            BookEntry[] fresh = [.. piece.Where(e => !known.ContainsKey((e.Source, e.Key, e.Side)))];
            if (fresh.Length > 0)
                await EnterAsync(run, fresh, cancellation);
            // What a run before this one entered stays where that one entered it, also where the call has become another buyer's since.
            var mine = run.Drafts.ToDictionary(d => d.Value, d => d.Key);
            foreach (var entry in piece)
                if (!known.TryGetValue((entry.Source, entry.Key, entry.Side), out var held))
                    run.Add(entry);
                else if (mine.TryGetValue(held.DocumentId, out var account))
                    run.Add(entry with { Account = account });
            progress?.Invoke(seen += piece.Count);
        }
    }

    private async Task EnterAsync(Run run, BookEntry[] fresh, CancellationToken cancellation) =>
        run.Drafts = await database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await GoOnAsync(unit, run, fresh.Length);
                var drafts = run.Drafts;
                Account[] missing = [.. fresh.Select(e => e.Account).Distinct().Where(a => !drafts.ContainsKey(a))];
                if (missing.Length > 0)
                {
                    foreach (var account in missing)
                        await DocumentsSql.InsertDraftAsync(unit, run.Period.Id, account);
                    drafts = await DocumentsSql.ListDraftsAsync(unit.Connection, run.Period.Id);
                }

                if (await DocumentsSql.InsertEntriesAsync(unit, drafts, fresh) != fresh.Length)
                    throw new InvalidOperationException("An amount stands in a document that was not there a moment before.");
                return drafts;
            },
            cancellation
        );

    private async Task WriteLinesAsync(Run run, DocumentNames names, CancellationToken cancellation)
    {
        foreach (var draft in run.Sums.Values)
        {
            var id = run.Drafts[draft.Account];
            await database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await GoOnAsync(unit, run);
                    await DocumentsSql.DeleteLinesAsync(unit, id);
                },
                cancellation
            );
            var corrected = new Dictionary<(BookSource, string, string), string>();
            foreach (var part in draft.Single.Chunk(BookWalk.Piece))
            foreach (
                var (key, number) in await database.ReadAsync(
                    c => CorrectedSql.FindAsync(c, database.Dialect, run.Period, part),
                    cancellation
                )
            )
                corrected[key] = number;
            var lines = draft.ToLines(names.Group, e => corrected.GetValueOrDefault((e.Source, e.Key, e.Side)));
            foreach (var part in lines.Chunk(BookWalk.Piece))
                await database.WriteAsync(
                    WriteKeys.None,
                    async unit =>
                    {
                        await GoOnAsync(unit, run);
                        await DocumentsSql.InsertLinesAsync(unit, id, part);
                    },
                    cancellation
                );
        }
    }

    private async Task NumberAsync(Run run, DocumentNames names, Actor actor, CancellationToken cancellation)
    {
        var documents = run
            .Sums.Values.Select(d => (Draft: d, Party: names.Party(d.Account.Kind, d.Account.Party)))
            .OrderBy(d => d.Draft.Account.Kind)
            .ThenBy(d => d.Party.Name, StringComparer.Ordinal)
            .ThenBy(d => d.Draft.Account.Party, StringComparer.Ordinal)
            .ThenBy(d => d.Draft.Account.Currency.Code, StringComparer.Ordinal)
            .ToList();
        var year = run.Period.Through[..4];
        await database.WriteAsync(
            WriteKeys.Of(PeriodsSql.Key),
            async unit =>
            {
                await GoOnAsync(unit, run);
                var entered = await PeriodsSql.CountEntriesAsync(unit.Connection, run.Period.Id);
                if (entered != run.Entries)
                    throw new InvalidOperationException(
                        $"{entered} amounts were entered and {run.Entries} added up; the period is not closed."
                    );
                foreach (var (draft, party) in documents)
                {
                    var series = $"{(BookEntry.SideOf(draft.Account.Kind) == BookEntry.Bill ? 'B' : 'S')}-{year}";
                    var number = await DocumentsSql.NextNumberAsync(unit, series);
                    await DocumentsSql.NumberAsync(unit, run.Drafts[draft.Account], $"{series}-{number:0000}", party, draft);
                }

                await PeriodsSql.CloseAsync(unit, run.Period.Id);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "period",
                    $"{run.Period.Id}",
                    "close",
                    null,
                    new
                    {
                        run.Period.From,
                        run.Period.Through,
                        run.Period.Zone,
                        documents = documents.Count,
                        entries = run.Entries,
                    }
                );
            },
            cancellation
        );
    }

    private static async Task GoOnAsync(WriteUnit unit, Run run, long entries = 0)
    {
        if (!await PeriodsSql.GoOnAsync(unit, run.Period.Id, run.Runner, entries))
            throw new LostException();
    }

    /// <summary>One go at closing; what it adds up is in memory, what it enters is stored.</summary>
    private sealed class Run(Period period, string runner, Dictionary<Account, long> drafts)
    {
        public Period Period => period;

        public string Runner => runner;

        public Dictionary<Account, long> Drafts { get; set; } = drafts;

        public Dictionary<Account, DocumentDraft> Sums { get; } = [];

        public long Entries { get; private set; }

        public void Add(BookEntry entry)
        {
            if (!Sums.TryGetValue(entry.Account, out var sum))
                Sums[entry.Account] = sum = new DocumentDraft(entry.Account);
            sum.Add(period, entry);
            Entries++;
        }
    }

    private sealed class LostException : Exception;
}
