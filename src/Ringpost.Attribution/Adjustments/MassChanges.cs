using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// Many changes at once: foreseen, or carried out slice by slice, each row whole or not at all. A run has a key; run again, what was done is
/// left alone and what was refused is tried again.
/// </summary>
public sealed class MassChanges(Database database, Snapshot<OfferConfiguration> configuration, ConversionChanges changes)
{
    // Some eight statements a row: well under a second also on PostgreSQL.
    private const int Slice = 100,
        Read = 500;

    internal async Task<MassAnswer> PreviewAsync(IReadOnlyList<MassPlanRow> rows, CancellationToken cancellation)
    {
        var picture = await configuration.GetAsync(cancellation);
        var among = AdjustmentsSql.Among(database.Dialect == Dialect.Sqlite);
        var foreseen = new List<MassRow>(rows.Count);
        foreach (var chunk in rows.Chunk(Read))
        {
            var ids = chunk.Where(r => r.Target is not null).Select(r => r.Target!.Value.Value).Distinct().ToArray();
            var states = await database.ReadAsync(c => AdjustmentsSql.ListStatesAsync(c, among, ids), cancellation);
            foreach (var row in chunk)
                foreseen.Add(
                    row is { Target: { } target, Change: { } change } && states.TryGetValue(target.Value, out var state)
                        ? Foresee(row.RowNo, picture, state, change)
                        : Impossible(row)
                );
        }

        return MassAnswer.Of(null, foreseen);
    }

    internal async Task<MassAnswer> ApplyAsync(
        Actor actor,
        string key,
        string kind,
        string name,
        string reason,
        IReadOnlyList<MassPlanRow> rows,
        CancellationToken cancellation
    )
    {
        var picture = await configuration.GetAsync(cancellation);
        var run = await database.WriteAsync(
            WriteKeys.None,
            unit => MassRunsSql.EnsureAsync(unit, actor, key, kind, name, reason),
            cancellation
        );
        var done = new List<MassRow>(rows.Count);
        foreach (var slice in Slices(rows))
            done.AddRange(
                await database.WriteAsync(
                    WriteKeys.Of($"mass-run:{run}"),
                    unit => ApplyAsync(unit, actor, picture, run, slice),
                    cancellation
                )
            );
        return MassAnswer.Of(run, done);
    }

    private async Task<IReadOnlyList<MassRow>> ApplyAsync(
        WriteUnit unit,
        Actor actor,
        OfferConfiguration picture,
        long run,
        IReadOnlyList<MassPlanRow> slice
    )
    {
        var before = await MassRunsSql.ListDoneAsync(unit, run, [.. slice.Select(r => r.RowNo)]);
        var open = slice.Where(r => !before.ContainsKey(r.RowNo)).ToList();
        var wanted = open.Where(r => r is { Target: not null, Change: not null }).ToDictionary(r => r.Target!.Value.Value, r => r.Change!);
        var outcomes = (await changes.RunAsync(unit, actor, picture, wanted)).ToDictionary(o => o.Id);
        var done = open.ConvertAll(r =>
            r is { Target: { } target, Change: not null } && outcomes.TryGetValue(target, out var outcome)
                ? MassRow.Of(r.RowNo, outcome, MassOutcome.Applied)
                : Impossible(r)
        );
        await MassRunsSql.StoreAsync(unit, run, done);
        return [.. before.Values, .. done];
    }

    /// <summary>A conversion stands once in a slice at most, so that its rows are carried out in their order.</summary>
    private static IEnumerable<IReadOnlyList<MassPlanRow>> Slices(IReadOnlyList<MassPlanRow> rows)
    {
        var slice = new List<MassPlanRow>(Slice);
        var targets = new HashSet<ConversionId>();
        foreach (var row in rows)
        {
            if (slice.Count == Slice || (row.Target is { } target && !targets.Add(target)))
            {
                yield return slice;
                (slice, targets) = ([], row.Target is { } first ? [first] : []);
            }

            slice.Add(row);
        }

        if (slice.Count > 0)
            yield return slice;
    }

    private static MassRow Foresee(long rowNo, OfferConfiguration picture, StateRow state, ConversionChange change)
    {
        var terms = change.RecalculatesPaid ? ConversionTerms.Of(picture, state.OfferId, state.CampaignId, state.EventId) : null;
        var (plan, fault) = ChangeRule.Decide(state.State, change, terms);
        long Sum(string side) => plan?.Entries.Where(e => e.Side == side).Sum(e => e.Amount) ?? 0;
        var now = new ConversionAmounts(state.Received / 1_000_000m, state.Paid / 1_000_000m, state.Disposition, state.Reason);
        var then = new ConversionAmounts(
            (state.Received + Sum("received")) / 1_000_000m,
            (state.Paid + Sum("paid")) / 1_000_000m,
            plan?.Disposition ?? state.Disposition,
            plan?.Reason
        );
        return MassRow.Of(rowNo, new ChangeOutcome(state.Id, state.Currency, now, then, "", [], fault), MassOutcome.Ready);
    }

    private static MassRow Impossible(MassPlanRow row) =>
        MassRow.Refused(row.RowNo, row.Problem ?? Phrase.Of($"Conversion {row.Target} does not exist."), row.Target);
}
