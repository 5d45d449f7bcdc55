using System.Data.Common;
using System.Globalization;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Reconciliation.Documents;

internal static class DocumentReadSql
{
    private const string Columns =
        "SELECT d.id AS Id, d.number AS Number, d.kind AS Kind, d.party_id AS PartyId, d.party_name AS PartyName, d.party_company AS PartyCompany, "
        + "d.currency AS Currency, d.period_id AS PeriodId, p.from_day AS FromDay, p.through_day AS ThroughDay, p.zone AS Zone, p.closed_at AS ClosedAt, "
        + "d.entries AS Entries, d.total AS Total, d.late AS Late, p.issuer AS Issuer FROM documents d JOIN periods p ON p.id = d.period_id ";

    /// <summary>The newest period first, in it in the order of the numbers; those after the place.</summary>
    public static async Task<IReadOnlyList<Document>> ListAsync(
        DbConnection connection,
        DocumentScope scope,
        DocumentFilter filter,
        (long PeriodId, string Number)? place,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"{Columns}WHERE {scope.Sql}"
                        + (filter.Kind is null ? "" : " AND d.kind = @kind")
                        + (filter.PartyId is null ? "" : " AND d.party_id = @PartyId")
                        + (filter.PeriodId is null ? "" : " AND d.period_id = @PeriodId")
                        + (filter.Currency is null ? "" : " AND d.currency = @currency")
                        + (
                            place is null
                                ? ""
                                : " AND (d.period_id < @lastPeriod OR (d.period_id = @lastPeriod AND d.number > @lastNumber))"
                        )
                        + " ORDER BY d.period_id DESC, d.number LIMIT @limit",
                    new
                    {
                        own = scope.Own,
                        kind = filter.Kind?.ToString(),
                        filter.PartyId,
                        filter.PeriodId,
                        currency = filter.Currency?.Code,
                        lastPeriod = place?.PeriodId,
                        lastNumber = place?.Number,
                        limit,
                    }
                )
            ).Select(r => r.ToDocument()),
        ];

    public static async Task<(long Id, Document Document)?> FindAsync(DbConnection connection, DocumentScope scope, string number) =>
        await connection.QuerySingleOrDefaultAsync<Row>(
            $"{Columns}WHERE {scope.Sql} AND d.number = @number",
            new { own = scope.Own, number }
        )
            is { } row
            ? (row.Id, row.ToDocument())
            : null;

    public static async Task<IReadOnlyList<DocumentLine>> LinesAsync(DbConnection connection, long documentId, long after, int limit) =>
        [
            .. (
                await connection.QueryAsync<LineRow>(
                    "SELECT line_no AS No, kind AS Kind, group_name AS GroupName, detail AS Detail, price AS Price, count AS Count, amount AS Amount, "
                        + "record_id AS RecordId, record_at AS RecordAt, effective_day AS EffectiveDay, recorded_at AS RecordedAt, corrects AS Corrects, "
                        + "actor AS Actor, reason AS Reason FROM document_lines WHERE document_id = @documentId AND line_no > @after ORDER BY line_no LIMIT @limit",
                    new
                    {
                        documentId,
                        after,
                        limit,
                    }
                )
            ).Select(r => r.ToLine()),
        ];

    /// <summary>The amounts themselves, in the order of their keys.</summary>
    public static async Task<IReadOnlyList<DocumentEntry>> EntriesAsync(
        DbConnection connection,
        long documentId,
        (string Source, string Entry) after,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<EntryRow>(
                    "SELECT source AS Source, entry AS Entry, amount AS Amount FROM document_entries WHERE document_id = @documentId "
                        + "AND (source, entry) > (@Source, @Entry) ORDER BY source, entry LIMIT @limit",
                    new
                    {
                        documentId,
                        after.Source,
                        after.Entry,
                        limit,
                    }
                )
            ).Select(r => new DocumentEntry(r.Source, r.Entry, r.Amount / 1_000_000m)),
        ];

    internal static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Currency Read(string text) => Currency.TryParse(text, out var currency) ? currency : Currency.Usd;

    private sealed record EntryRow(string Source, string Entry, long Amount);

    private sealed record Row(
        long Id,
        string Number,
        string Kind,
        string PartyId,
        string PartyName,
        string PartyCompany,
        string Currency,
        long PeriodId,
        string FromDay,
        string ThroughDay,
        string Zone,
        long? ClosedAt,
        long Entries,
        string Total,
        string Late,
        string Issuer
    )
    {
        public Document ToDocument() =>
            new(
                Number,
                Enum.Parse<DocumentKind>(Kind),
                PartyId.Length == 0 ? null : PartyId,
                PartyName,
                PartyCompany,
                Read(Currency),
                PeriodId,
                FromDay.Length == 0 ? null : FromDay,
                ThroughDay,
                Zone,
                new Instant(ClosedAt ?? 0),
                Entries,
                Amount(Total),
                Amount(Late),
                Issuer
            );
    }

    private sealed record LineRow(
        long No,
        string Kind,
        string GroupName,
        string Detail,
        long? Price,
        long Count,
        string Amount,
        string? RecordId,
        long? RecordAt,
        string? EffectiveDay,
        long? RecordedAt,
        string? Corrects,
        string? Actor,
        string? Reason
    )
    {
        public DocumentLine ToLine() =>
            new((int)No, Enum.Parse<LineKind>(Kind), GroupName, Detail, Price / 1_000_000m, Count, DocumentReadSql.Amount(Amount))
            {
                RecordId = RecordId,
                RecordAt = RecordAt is { } at ? new Instant(at) : null,
                EffectiveDay = EffectiveDay,
                RecordedAt = RecordedAt is { } recorded ? new Instant(recorded) : null,
                Corrects = Corrects,
                By = Actor,
                Reason = Reason,
            };
    }
}
