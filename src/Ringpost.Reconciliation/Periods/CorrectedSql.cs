using System.Data.Common;
using Dapper;
using Ringpost.Reconciliation.Documents;
using Ringpost.Storage;

namespace Ringpost.Reconciliation.Periods;

/// <summary>What corrections correct: the document with the record's first amount, else the same party's of the day on which the correction counts.</summary>
internal static class CorrectedSql
{
    public static async Task<Dictionary<(BookSource Source, string Key, string Side), string>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        Period period,
        IReadOnlyList<BookEntry> entries
    )
    {
        var first = await DocumentsSql.FindEntriesAsync(connection, dialect, entries.Select(e => (e.FirstSource, e.FirstKey)));
        var numbers = (
            await connection.QueryAsync<Row>(
                "SELECT d.id AS Id, d.number AS Number, d.kind AS Kind, d.party_id AS PartyId, d.currency AS Currency, p.from_day AS FromDay, p.through_day AS ThroughDay "
                    + "FROM documents d JOIN periods p ON p.id = d.period_id WHERE d.number IS NOT NULL AND d.period_id < @Id",
                new { period.Id }
            )
        ).AsList();
        var byId = numbers.ToDictionary(n => n.Id, n => n.Number);
        var byAccount = numbers.ToLookup(n => (n.Kind, n.PartyId, n.Currency));
        var found = new Dictionary<(BookSource, string, string), string>();
        foreach (var entry in entries)
        {
            var day = period.IsLate(entry) ? entry.EffectiveDay : null;
            var (kind, party, currency) = entry.Account;
            if (
                (
                    (entry.FirstSource, entry.FirstKey) != (entry.Source, entry.Key)
                    && first.TryGetValue((entry.FirstSource, entry.FirstKey, entry.Side), out var held)
                        ? byId.GetValueOrDefault(held.DocumentId)
                    : day is null ? null
                    : byAccount[($"{kind}", party, currency.Code)]
                        .FirstOrDefault(d => string.CompareOrdinal(d.FromDay, day) <= 0 && string.CompareOrdinal(day, d.ThroughDay) <= 0)
                        ?.Number
                ) is
                { } number
            )
                found[(entry.Source, entry.Key, entry.Side)] = number;
        }

        return found;
    }

    private sealed record Row(long Id, string Number, string Kind, string PartyId, string Currency, string FromDay, string ThroughDay);
}
