using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Reconciliation.Documents;

/// <summary>One bill or statement with its lines, and the same lines as a file. Who made a change and why is told to the network's own people only.</summary>
public sealed class FindDocument(Database database)
{
    /// <summary>More lines stand in the file alone.</summary>
    public const int MostLines = 5000;

    public async Task<Result<DocumentWithLines>> RunAsync(Actor actor, string number, CancellationToken cancellation = default)
    {
        var found = await FindAsync(actor, number, cancellation);
        if (!found.IsOk)
            return found.Refusal;
        var lines = await LinesAsync(actor, found.Value.Id, 0, MostLines, cancellation);
        return new DocumentWithLines(found.Value.Document, lines);
    }

    internal async Task<Result<(long Id, Document Document)>> FindAsync(Actor actor, string number, CancellationToken cancellation)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        if (!actor.IsPartner && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(c => DocumentReadSql.FindAsync(c, DocumentScope.Of(actor), number), cancellation) is { } found
            ? found
            : new Missing($"Document {number}");
    }

    private async Task<IReadOnlyList<DocumentLine>> LinesAsync(Actor actor, long id, long after, int limit, CancellationToken cancellation)
    {
        var lines = await database.ReadAsync(c => DocumentReadSql.LinesAsync(c, id, after, limit), cancellation);
        return actor.May(Permission.Read) ? lines : [.. lines.Select(l => l with { By = null, Reason = null })];
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/documents/{number}",
            async (HttpContext http, string number, FindDocument operation) =>
                (await operation.RunAsync(http.Actor(), number, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/documents/{number}/lines.csv",
            async Task<IResult> (HttpContext http, string number, FindDocument operation) =>
            {
                var found = await operation.FindAsync(http.Actor(), number, http.RequestAborted);
                if (!found.IsOk)
                    return found.Refusal.ToProblem();
                return new CsvAnswer<DocumentLine>(
                    $"{found.Value.Document.Number}.csv",
                    Columns(found.Value.Document),
                    async cursor =>
                    {
                        var after = cursor is null ? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
                        var lines = await operation.LinesAsync(http.Actor(), found.Value.Id, after, 1000, http.RequestAborted);
                        return new Page<DocumentLine>(lines, lines.Count == 1000 ? $"{lines[^1].No}" : null);
                    }
                );
            }
        );
    }

    private static CsvColumn<DocumentLine>[] Columns(Document document) =>
        [
            new("Document", _ => document.Number),
            new("Line", l => $"{l.No}"),
            new("Kind", l => l.Kind.ToString()),
            new("Campaign or offer", l => l.Group),
            new("Event", l => l.Detail),
            new("Count", l => $"{l.Count}"),
            new("Price", l => l.Price is { } price ? DocumentsSql.Text(price) : null),
            new("Amount", l => DocumentsSql.Text(l.Amount)),
            new("Currency", _ => document.Currency.Code),
            new("Call or conversion", l => l.RecordId),
            new("Its time (UTC)", l => l.RecordAt?.ToString()),
            new($"Counts on ({document.Zone})", l => l.EffectiveDay),
            new("Changed (UTC)", l => l.RecordedAt?.ToString()),
            new("Corrects", l => l.Corrects),
            new("By", l => l.By),
            new("Reason", l => l.Reason),
        ];
}
