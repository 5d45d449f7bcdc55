using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Ringpost.Reconciliation.Periods;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.Documents;

/// <summary>An amount as a document holds it.</summary>
internal sealed record HeldAmount(long DocumentId, long Amount);

/// <summary>What is written while a period is closed. Behind the number nothing here changes a document.</summary>
internal static class DocumentsSql
{
    /// <summary>Which of the amounts stand in documents already, and how.</summary>
    public static async Task<Dictionary<(BookSource Source, string Key, string Side), HeldAmount>> FindEntriesAsync(
        DbConnection connection,
        Dialect dialect,
        IEnumerable<(BookSource Source, string Key)> entries
    )
    {
        var found = new Dictionary<(BookSource, string, string), HeldAmount>();
        foreach (var source in entries.GroupBy(e => e.Source))
        {
            foreach (
                var row in await connection.QueryAsync<EntryRow>(
                    "SELECT entry AS Entry, side AS Side, document_id AS DocumentId, amount AS Amount FROM document_entries WHERE source = @source AND entry "
                        + Among(dialect),
                    new { source = source.Key.ToString(), keys = Keys(dialect, source.Select(e => e.Key)) }
                )
            )
                found[(source.Key, row.Entry, row.Side)] = new HeldAmount(row.DocumentId, row.Amount);
        }

        return found;
    }

    /// <summary>The period's documents, which have no number yet, by what they are of.</summary>
    public static async Task<Dictionary<Account, long>> ListDraftsAsync(DbConnection connection, long periodId) =>
        (
            await connection.QueryAsync<DraftRow>(
                "SELECT id AS Id, kind AS Kind, party_id AS PartyId, currency AS Currency FROM documents WHERE period_id = @periodId",
                new { periodId }
            )
        ).ToDictionary(r => r.Account, r => r.Id);

    public static Task InsertDraftAsync(WriteUnit unit, long periodId, Account account) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO documents (period_id, kind, party_id, currency, party_name, party_company, entries, total, late) "
                + "VALUES (@periodId, @kind, @Party, @currency, '', '', 0, '0', '0') ON CONFLICT (period_id, kind, party_id, currency) DO NOTHING",
            new
            {
                periodId,
                kind = account.Kind.ToString(),
                account.Party,
                currency = account.Currency.Code,
            }
        );

    /// <summary>As many as were stored: fewer than given where one stands in a document already.</summary>
    public static Task<int> InsertEntriesAsync(WriteUnit unit, IReadOnlyDictionary<Account, long> drafts, IEnumerable<BookEntry> entries) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO document_entries (source, entry, side, document_id, amount) "
                + unit.Pick(
                    "SELECT value ->> 'source', value ->> 'entry', value ->> 'side', value ->> 'document', value ->> 'amount' FROM json_each(@json) WHERE true ",
                    "SELECT source, entry, side, document, amount FROM jsonb_to_recordset(CAST(@json AS jsonb)) "
                        + "AS e (source text, entry text, side text, document bigint, amount bigint) "
                )
                + "ON CONFLICT (source, entry, side) DO NOTHING",
            new
            {
                json = JsonSerializer.Serialize(
                    entries.Select(e => new
                    {
                        source = e.Source.ToString(),
                        entry = e.Key,
                        side = e.Side,
                        document = drafts[e.Account],
                        amount = e.Amount,
                    })
                ),
            }
        );

    /// <summary>Takes away the lines of a run that was cut off; a document with a number keeps its lines.</summary>
    public static Task DeleteLinesAsync(WriteUnit unit, long documentId) =>
        unit.Connection.ExecuteAsync(
            "DELETE FROM document_lines WHERE document_id = @documentId AND EXISTS (SELECT 1 FROM documents d WHERE d.id = @documentId AND d.number IS NULL)",
            new { documentId }
        );

    public static Task InsertLinesAsync(WriteUnit unit, long documentId, IEnumerable<DocumentLine> lines) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO document_lines (document_id, line_no, kind, group_name, detail, price, count, amount, record_id, record_at, effective_day, recorded_at, "
                + "corrects, actor, reason) "
                + unit.Pick(
                    "SELECT @documentId, value ->> 'no', value ->> 'kind', value ->> 'name', value ->> 'detail', value ->> 'price', value ->> 'count', value ->> 'amount', "
                        + "value ->> 'record', value ->> 'at', value ->> 'day', value ->> 'recorded', value ->> 'corrects', value ->> 'actor', value ->> 'reason' "
                        + "FROM json_each(@json)",
                    "SELECT @documentId, no, kind, name, detail, price, count, amount, record, at, day, recorded, corrects, actor, reason "
                        + "FROM jsonb_to_recordset(CAST(@json AS jsonb)) AS l (no bigint, kind text, name text, detail text, price bigint, count bigint, amount text, "
                        + "record text, at bigint, day text, recorded bigint, corrects text, actor text, reason text)"
                ),
            new
            {
                documentId,
                json = JsonSerializer.Serialize(
                    lines.Select(l => new
                    {
                        no = l.No,
                        kind = l.Kind.ToString(),
                        name = l.Group,
                        detail = l.Detail,
                        price = l.Price is { } price ? (long)(price * 1_000_000m) : (long?)null,
                        count = l.Count,
                        amount = Text(l.Amount),
                        record = l.RecordId,
                        at = l.RecordAt?.UnixMilliseconds,
                        day = l.EffectiveDay,
                        recorded = l.RecordedAt?.UnixMilliseconds,
                        corrects = l.Corrects,
                        actor = l.By,
                        reason = l.Reason,
                    })
                ),
            }
        );

    /// <summary>The next number of the series; the unit holds <see cref="PeriodsSql.Key"/>, and nobody gets it if the unit fails.</summary>
    public static Task<long> NextNumberAsync(WriteUnit unit, string series) =>
        unit.Connection.ExecuteScalarAsync<long>(
            "INSERT INTO document_numbers (series, last) VALUES (@series, 1) ON CONFLICT (series) DO UPDATE SET last = document_numbers.last + 1 RETURNING last",
            new { series }
        );

    /// <summary>Makes a draft a document, for ever.</summary>
    public static Task NumberAsync(WriteUnit unit, long id, string number, (string Name, string Company) party, DocumentDraft draft) =>
        unit.Connection.ExecuteAsync(
            "UPDATE documents SET number = @number, party_name = @Name, party_company = @Company, entries = @Entries, total = @total, late = @late "
                + "WHERE id = @id AND number IS NULL",
            new
            {
                id,
                number,
                party.Name,
                party.Company,
                draft.Entries,
                total = Text(draft.Total),
                late = Text(draft.Late),
            }
        );

    /// <summary>Narrows to a list <c>@keys</c> of any length.</summary>
    private static string Among(Dialect dialect) => dialect == Dialect.Sqlite ? "IN (SELECT value FROM json_each(@keys))" : "= ANY(@keys)";

    /// <inheritdoc cref="Among"/>
    private static object Keys(Dialect dialect, IEnumerable<string> keys)
    {
        var distinct = keys.Distinct(StringComparer.Ordinal).ToArray();
        return dialect == Dialect.Sqlite ? JsonSerializer.Serialize(distinct) : distinct;
    }

    internal static string Text(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);

    private sealed record EntryRow(string Entry, string Side, long DocumentId, long Amount);

    private sealed record DraftRow(long Id, string Kind, string PartyId, string Currency)
    {
        public Account Account => Account.Read(Kind, PartyId, Currency);
    }
}
