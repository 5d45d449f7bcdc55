using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;

namespace Ringpost.Api.History;

/// <summary>The history of one card and its parts, newest first: who changed what, when, from what to what. Secrets are hidden from everybody.</summary>
public sealed class ListChanges(Database database)
{
    /// <summary>Whose history only those see who manage them.</summary>
    private static readonly HashSet<string> Administrators = new(StringComparer.Ordinal) { "user", "apiKey", "carrier", "instance" };

    /// <summary>Of all other kinds, or of parts of theirs, the history tells prices, buyers or targets.</summary>
    private static readonly HashSet<string> WithoutRevenue = new(StringComparer.Ordinal)
    {
        "affiliate",
        "publisher",
        "blocked-number",
        "test-number",
        "url-parameter",
        "exchange-rate",
        "host-limit",
    };

    public async Task<Result<Page<ChangeAnswer>>> RunAsync(
        Actor actor,
        string? kind,
        string? id,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        var needed =
            Administrators.Contains(kind ?? "") ? Permission.Administer
            : string.IsNullOrWhiteSpace(kind) || WithoutRevenue.Contains(kind) ? Permission.Read
            : Permission.SeeRevenue;
        if (!actor.May(needed))
            return new Forbidden(needed);
        var validation = new Validation();
        if (string.IsNullOrWhiteSpace(kind))
            validation.Add("kind", "What it is: offer, affiliate, call-campaign and so on.");
        if (string.IsNullOrWhiteSpace(id))
            validation.Add("id", "An id is needed.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (!page.TryReadBefore(out var before))
            return NumberedPages.BadCursor;
        var rows = await database.ReadAsync(c => ChangeLogSql.ListAsync(c, kind!, id!, before, page.BoundedLimit), cancellation);
        return rows.Select(ChangeAnswer.From).ToList().ToPage(page, c => c.Id);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/changes",
            async (HttpContext http, ListChanges operation, string? kind, string? id, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), kind, id, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}

/// <summary>One change of a record.</summary>
/// <param name="Action">A verb, as <c>create</c>, <c>update</c>.</param>
/// <param name="Kind">What was changed: the card itself, as <c>offer</c>, or a part of it, as <c>contract</c>, <c>route</c>.</param>
/// <param name="Of">The changed record's id.</param>
/// <param name="Name">What tells a part from others of its kind: its name, else its number, target or publisher; null where it has none.</param>
public sealed record ChangeAnswer(
    long Id,
    Instant At,
    string ActorId,
    string ActorName,
    string Action,
    IReadOnlyList<FieldChange> Changes,
    string Kind,
    string Of,
    string? Name
)
{
    internal static ChangeAnswer From(Change c) =>
        new(
            c.Id,
            c.At,
            c.ActorId,
            c.ActorName,
            c.Action,
            c.Action switch
            {
                "archive" => [ChangeRule.Archived],
                "restore" => [ChangeRule.Restored],
                _ => ChangeRule.Differences(c.Before, c.After),
            },
            c.Entity,
            c.EntityId,
            ChangeRule.NameIn(c.After ?? c.Before)
        );
}
