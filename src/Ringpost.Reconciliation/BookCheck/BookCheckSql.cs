using System.Data.Common;
using System.Globalization;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.Periods;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>A document with a number, for the check.</summary>
internal sealed record CheckedDocument(long Id, string Number, Account Account, long PeriodId, long Entries, decimal Total);

internal static class BookCheckSql
{
    public const int Piece = 5000;

    public static async Task<IReadOnlyList<CheckedDocument>> ListDocumentsAsync(DbConnection connection) =>
        [
            .. (
                await connection.QueryAsync<DocumentRow>(
                    "SELECT id AS Id, number AS Number, kind AS Kind, party_id AS PartyId, currency AS Currency, period_id AS PeriodId, entries AS Entries, total AS Total "
                        + "FROM documents WHERE number IS NOT NULL ORDER BY id"
                )
            ).Select(r => r.ToDocument()),
        ];

    public static async Task<decimal> LinesOfAsync(DbConnection connection, long documentId) =>
        (await connection.QueryAsync<string>("SELECT amount FROM document_lines WHERE document_id = @documentId", new { documentId })).Sum(
            DocumentReadSql.Amount
        );

    /// <summary>Amounts that documents hold, in the order of their keys, behind the place.</summary>
    public static async Task<IReadOnlyList<HeldKey>> ListHeldAsync(DbConnection connection, HeldKey after) =>
        (
            await connection.QueryAsync<HeldKey>(
                "SELECT source AS Source, entry AS Entry, side AS Side, document_id AS DocumentId, amount AS Amount FROM document_entries "
                    + "WHERE (source, entry, side) > (@Source, @Entry, @Side) ORDER BY source, entry, side LIMIT @Piece",
                new
                {
                    after.Source,
                    after.Entry,
                    after.Side,
                    Piece,
                }
            )
        ).AsList();

    public static async Task<IReadOnlyList<(string Series, long Last)>> ListSeriesAsync(DbConnection connection) =>
        (await connection.QueryAsync<(string, long)>("SELECT series, last FROM document_numbers ORDER BY series")).AsList();

    public static async Task<long> InsertAsync(
        WriteUnit unit,
        Actor actor,
        Instant started,
        long amounts,
        IReadOnlyList<BookDifference> differences
    )
    {
        var id = await unit.Connection.ExecuteScalarAsync<long>(
            "INSERT INTO book_checks (started_at, finished_at, amounts, differences, actor_name) VALUES (@started, @now, @amounts, @count, @Name) RETURNING id",
            new
            {
                started,
                now = unit.Now,
                amounts,
                count = differences.Count,
                actor.Name,
            }
        );
        foreach (var (difference, no) in differences.Take(BookCheckRun.MostKept).Select((d, i) => (d, i + 1)))
            await unit.Connection.ExecuteAsync(
                "INSERT INTO book_differences (check_id, no, kind, subject, expected, found, currency) VALUES (@id, @no, @kind, @Subject, @expected, @found, @Currency)",
                new
                {
                    id,
                    no,
                    kind = difference.Kind.ToString(),
                    difference.Subject,
                    expected = DocumentsSql.Text(difference.Expected),
                    found = DocumentsSql.Text(difference.Found),
                    difference.Currency,
                }
            );
        return id;
    }

    public static async Task<BookCheckRun?> LastAsync(DbConnection connection)
    {
        if (
            await connection.QuerySingleOrDefaultAsync<RunRow>(
                "SELECT id AS Id, started_at AS StartedAt, finished_at AS FinishedAt, amounts AS Amounts, differences AS Differences, actor_name AS ActorName "
                    + "FROM book_checks ORDER BY id DESC LIMIT 1"
            )
            is not { } run
        )
            return null;
        var rows = await connection.QueryAsync<DifferenceRow>(
            "SELECT kind AS Kind, subject AS Subject, expected AS Expected, found AS Found, currency AS Currency FROM book_differences WHERE check_id = @Id ORDER BY no",
            new { run.Id }
        );
        return new BookCheckRun(
            run.Id,
            run.StartedAt,
            run.FinishedAt,
            run.Amounts,
            run.Differences,
            run.ActorName,
            [.. rows.Select(r => r.ToDifference())]
        );
    }

    private sealed record RunRow(long Id, Instant StartedAt, Instant FinishedAt, long Amounts, long Differences, string ActorName);

    private sealed record DifferenceRow(string Kind, string Subject, string Expected, string Found, string? Currency)
    {
        public BookDifference ToDifference() =>
            new(
                Enum.Parse<BookDifferenceKind>(Kind),
                Subject,
                decimal.Parse(Expected, CultureInfo.InvariantCulture),
                decimal.Parse(Found, CultureInfo.InvariantCulture),
                Currency
            );
    }

    private sealed record DocumentRow(
        long Id,
        string Number,
        string Kind,
        string PartyId,
        string Currency,
        long PeriodId,
        long Entries,
        string Total
    )
    {
        public CheckedDocument ToDocument() =>
            new(Id, Number, Account.Read(Kind, PartyId, Currency), PeriodId, Entries, DocumentReadSql.Amount(Total));
    }
}

/// <summary>An amount that a document holds, with its key.</summary>
internal sealed record HeldKey(string Source, string Entry, string Side, long DocumentId, long Amount)
{
    public static readonly HeldKey Start = new("", "", "", 0, 0);
}
