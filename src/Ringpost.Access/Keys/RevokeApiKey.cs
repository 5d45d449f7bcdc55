using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Keys;

/// <summary>Ends a key at once; it stays in the list. Revoking it again changes nothing.</summary>
public sealed class RevokeApiKey(Database database)
{
    public async Task<Result<ApiKey>> RunAsync(Actor actor, ApiKeyId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.WriteOnceAsync<ApiKey>(
            actor,
            WriteKeys.Of($"apiKey:{id}"),
            async unit =>
            {
                if (await ApiKeysSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"API key {id}");
                if (before.RevokedAt is not null)
                    return before;
                var after = before with { RevokedAt = unit.Now };
                await ApiKeysSql.RevokeAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "apiKey", $"{id}", "revoke", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/api-keys/{id}",
            async (HttpContext http, ApiKeyId id, RevokeApiKey operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
