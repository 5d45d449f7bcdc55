using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Conversions;

/// <summary>
/// Proves, piece by piece, that the history of each conversion is whole: under its disposition stands its current amount, first and ledger, and
/// nothing under any other. Each move takes out what was entered there before.
/// </summary>
public sealed class CheckConversionBook(Database database)
{
    private const int Piece = 2000;

    public async Task<Result<IReadOnlyList<BookDifference>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var found = new List<BookDifference>();
        for (var after = 0L; ; )
        {
            var (conversions, changes, moves) = await database.ReadAsync(c => ListAsync(c, after), cancellation);
            if (conversions.Count == 0)
                return found;
            var (changesOf, movesOf) = (changes.ToLookup(c => c.ConversionId), moves.ToLookup(m => m.ConversionId));
            foreach (var conversion in conversions)
                if (changesOf.Contains(conversion.Id) || movesOf.Contains(conversion.Id))
                    found.AddRange(Check(conversion, changesOf[conversion.Id], movesOf[conversion.Id]));
            after = conversions[^1].Id;
        }
    }

    private static IEnumerable<BookDifference> Check(Row conversion, IEnumerable<ChangeRow> changes, IEnumerable<MoveRow> moves)
    {
        var held = new Dictionary<string, (Int128 Received, Int128 Paid)>(StringComparer.Ordinal);
        void Add(string disposition, Int128 received, Int128 paid)
        {
            var now = held.GetValueOrDefault(disposition);
            held[disposition] = (now.Received + received, now.Paid + paid);
        }

        var (first, last) = (conversion.Disposition, conversion.Disposition);
        var chain = moves.OrderBy(m => m.Id).ToList();
        if (chain.Count > 0)
            (first, last) = (chain[0].FromDisposition, chain[^1].ToDisposition);
        Int128 received = conversion.Received,
            paid = conversion.Paid;
        Add(first, received, paid);
        foreach (var change in changes)
        {
            var (r, p) = change.Side == "received" ? (change.Amount, 0L) : (0L, change.Amount);
            (received, paid) = (received + r, paid + p);
            Add(change.Disposition ?? first, r, p);
        }

        var before = first;
        foreach (var move in chain)
        {
            if (move.FromDisposition != before)
                last = "";
            before = move.ToDisposition;
            Add(move.FromDisposition, -move.Received, -move.Paid);
            Add(move.ToDisposition, move.Received, move.Paid);
        }

        // A chain that does not hang together, or does not end where the conversion is.
        if (last != conversion.Disposition)
            yield return new BookDifference(BookDifferenceKind.ConversionNotItsHistory, $"conversion {conversion.Id} disposition", 1, 0);
        foreach (var (disposition, (r, p)) in held)
        {
            var isNow = disposition == conversion.Disposition;
            if (r != (isNow ? received : 0))
                yield return Difference(conversion, $"received, {disposition}", isNow ? received : 0, r);
            if (p != (isNow ? paid : 0))
                yield return Difference(conversion, $"paid, {disposition}", isNow ? paid : 0, p);
        }

        if (received < 0)
            yield return Difference(conversion, "received", 0, received) with
            {
                Kind = BookDifferenceKind.BelowZero,
            };
        if (paid < 0)
            yield return Difference(conversion, "paid", 0, paid) with
            {
                Kind = BookDifferenceKind.BelowZero,
            };
    }

    private static BookDifference Difference(Row conversion, string what, Int128 expected, Int128 found) =>
        new(
            BookDifferenceKind.ConversionNotItsHistory,
            $"conversion {conversion.Id} {what}",
            (decimal)expected / 1_000_000m,
            (decimal)found / 1_000_000m,
            conversion.Currency
        );

    private static async Task<(List<Row> Conversions, List<ChangeRow> Changes, List<MoveRow> Moves)> ListAsync(
        DbConnection connection,
        long after
    )
    {
        var conversions = (
            await connection.QueryAsync<Row>(
                "SELECT id AS Id, disposition AS Disposition, received AS Received, paid AS Paid, currency AS Currency FROM conversions WHERE id > @after ORDER BY id LIMIT @Piece",
                new { after, Piece }
            )
        ).AsList();
        if (conversions.Count == 0)
            return (conversions, [], []);
        var range = new { after, last = conversions[^1].Id };
        return (
            conversions,
            (
                await connection.QueryAsync<ChangeRow>(
                    "SELECT conversion_id AS ConversionId, side AS Side, amount AS Amount, disposition AS Disposition FROM conversion_ledger "
                        + "WHERE conversion_id > @after AND conversion_id <= @last",
                    range
                )
            ).AsList(),
            (
                await connection.QueryAsync<MoveRow>(
                    "SELECT id AS Id, conversion_id AS ConversionId, from_disposition AS FromDisposition, to_disposition AS ToDisposition, received AS Received, paid AS Paid "
                        + "FROM conversion_dispositions WHERE conversion_id > @after AND conversion_id <= @last",
                    range
                )
            ).AsList()
        );
    }

    private sealed record Row(long Id, string Disposition, long Received, long Paid, string Currency);

    private sealed record ChangeRow(long ConversionId, string Side, long Amount, string? Disposition);

    private sealed record MoveRow(long Id, long ConversionId, string FromDisposition, string ToDisposition, long Received, long Paid);
}
