using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.PixelLog;

/// <summary>Of many transaction ids the postbacks that became no conversion of their own: refusals, repeats, completions. Oldest first.</summary>
public sealed class FindPostbacks(Database database)
{
    public const int Most = 5000;

    /// <summary>Postbacks by their transaction id.</summary>
    public async Task<Result<Lookup<string, PixelLogRow>>> RunAsync(
        Actor actor,
        IReadOnlyCollection<string> transactions,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (transactions.Count > Most)
            return new Invalid("transactions", $"At most {Most} at a time.");
        var byHash = transactions.Distinct(StringComparer.Ordinal).ToLookup(t => PostbackHash.OfTransaction(t));
        var rows =
            byHash.Count == 0
                ? []
                : await database.ReadAsync(c => PixelLogSql.FindAsync(c, database.Dialect, byHash.Select(h => h.Key)), cancellation);
        return (Lookup<string, PixelLogRow>)
            rows.SelectMany(r => byHash[r.TransactionHash], (row, id) => (Id: id, Row: PixelLogView.Of(row, actor)))
                .ToLookup(r => r.Id, r => r.Row, StringComparer.Ordinal);
    }
}
