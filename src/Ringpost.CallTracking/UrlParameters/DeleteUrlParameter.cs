using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.UrlParameters;

/// <summary>Forgets a declared parameter. What calls have of it stays; from now on its values are User tags of its own name.</summary>
public sealed class DeleteUrlParameter(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<UrlParameter>> RunAsync(Actor actor, UrlParameterId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<UrlParameter>(
            actor,
            WriteKeys.Of($"url-parameter:{id}"),
            async unit =>
            {
                if (await UrlParametersSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"URL parameter {id}");
                await UrlParametersSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "url-parameter", $"{id}", "delete", before, null);
                await configuration.RaiseAsync(unit);
                return before;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/url-parameters/{id}",
            async (HttpContext http, UrlParameterId id, DeleteUrlParameter operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
