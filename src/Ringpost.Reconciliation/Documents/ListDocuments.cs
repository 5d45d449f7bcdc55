using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Periods;
using Ringpost.Storage;

namespace Ringpost.Reconciliation.Documents;

/// <summary>Which documents a list shows; null is any.</summary>
internal sealed record DocumentFilter(DocumentKind? Kind, string? PartyId, long? PeriodId, Currency? Currency);

/// <summary>Bills and statements, the newest period first. A publisher's or buyer's person sees their own.</summary>
public sealed class ListDocuments(Database database)
{
    public sealed record Query
    {
        /// <summary>A word of <see cref="DocumentKind"/>.</summary>
        public string? Kind { get; init; }

        public string? PartyId { get; init; }

        public long? PeriodId { get; init; }

        public string? Currency { get; init; }
    }

    public async Task<Result<Page<Document>>> RunAsync(Actor actor, Query query, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        if (!actor.IsPartner && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var validation = new Validation();
        DocumentKind? kind = string.IsNullOrWhiteSpace(query.Kind) ? null : validation.Choice<DocumentKind>("kind", query.Kind);
        Currency? currency = null;
        if (!string.IsNullOrWhiteSpace(query.Currency))
            if (Primitives.Currency.TryParse(query.Currency.Trim(), out var known))
                currency = known;
            else
                validation.Add("currency", "A currency's code, as USD.");
        if (!TryReadPlace(page.Cursor, out var place))
            return NumberedPages.BadCursor;
        if (validation.HasErrors)
            return validation.ToRefusal();
        var filter = new DocumentFilter(
            kind,
            string.IsNullOrWhiteSpace(query.PartyId) ? null : query.PartyId.Trim(),
            query.PeriodId,
            currency
        );
        var rows = await database.ReadAsync(
            c => DocumentReadSql.ListAsync(c, DocumentScope.Of(actor), filter, place, page.BoundedLimit),
            cancellation
        );
        return new Page<Document>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].PeriodId} {rows[^1].Number}") : null);
    }

    private static bool TryReadPlace(string? cursor, out (long, string)? place)
    {
        place = null;
        if (cursor is null)
            return true;
        if (
            !Cursor.TryDecode(cursor, out var text)
            || text?.Split(' ') is not [var period, var number]
            || !long.TryParse(period, out var id)
        )
            return false;
        place = (id, number);
        return true;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/documents",
            async (HttpContext http, ListDocuments operation, [AsParameters] Query query, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), query, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
