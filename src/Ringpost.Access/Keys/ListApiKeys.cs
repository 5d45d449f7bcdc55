using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Access.Keys;

/// <summary>Keys, newest first, revoked ones too.</summary>
public sealed class ListApiKeys(Database database)
{
    public async Task<Result<Page<ApiKey>>> RunAsync(Actor actor, PageRequest page, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        if (!Cursor.TryDecode(page.Cursor, out var key) || (key is not null && !long.TryParse(key, CultureInfo.InvariantCulture, out _)))
            return new Invalid("cursor", "This cursor is not one of ours.");
        var before = key is null ? long.MaxValue : long.Parse(key, CultureInfo.InvariantCulture);
        var rows = await database.ReadAsync(c => ApiKeysSql.ListAsync(c, before, page.BoundedLimit), cancellation);
        return new Page<ApiKey>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/api-keys",
            async (HttpContext http, ListApiKeys operation, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
