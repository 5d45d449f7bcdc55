using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Reconciliation.Documents;

/// <summary>One amount that a document holds.</summary>
/// <param name="Source">Where it comes from, as <c>CallLeg</c>, <c>CallPayout</c>, <c>CallChange</c>, <c>Conversion</c>, <c>ConversionChange</c>, <c>ConversionMove</c>.</param>
/// <param name="Entry">The call (and its leg), the conversion, or the change's number.</param>
public sealed record DocumentEntry(string Source, string Entry, decimal Amount);

/// <summary>Every amount that a document holds, so that it can be held against another book one by one.</summary>
public sealed class ListDocumentEntries(Database database, FindDocument find)
{
    public async Task<Result<Page<DocumentEntry>>> RunAsync(
        Actor actor,
        string number,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        var found = await find.FindAsync(actor, number, cancellation);
        if (!found.IsOk)
            return found.Refusal;
        var place = ("", "");
        if (page.Cursor is not null)
        {
            if (!Cursor.TryDecode(page.Cursor, out var text) || text?.Split(' ') is not [var source, var entry])
                return NumberedPages.BadCursor;
            place = (source, entry);
        }

        var rows = await database.ReadAsync(c => DocumentReadSql.EntriesAsync(c, found.Value.Id, place, page.BoundedLimit), cancellation);
        return new Page<DocumentEntry>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Source} {rows[^1].Entry}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/documents/{number}/entries",
            async (HttpContext http, string number, ListDocumentEntries operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), number, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/documents/{number}/entries.csv",
            (HttpContext http, string number, ListDocumentEntries operation) =>
                new CsvAnswer<DocumentEntry>(
                    $"document-entries.csv",
                    [new("Source", e => e.Source), new("Entry", e => e.Entry), new("Amount", e => DocumentsSql.Text(e.Amount))],
                    cursor => operation.RunAsync(http.Actor(), number, new PageRequest(1000, cursor), http.RequestAborted)
                )
        );
    }
}
