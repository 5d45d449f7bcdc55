using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Tags;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.UrlParameters;

/// <summary>Gives a declared parameter another tag, for what is sent from now on. What is absent stays.</summary>
public sealed class ChangeUrlParameter(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? TagType = null, string? TagName = null);

    public async Task<Result<UrlParameter>> RunAsync(
        Actor actor,
        UrlParameterId id,
        Request request,
        CancellationToken cancellation = default
    )
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
                var validation = new Validation();
                var type = TagCheck.Type(validation, "tagType", request.TagType ?? before.TagType);
                var name = TagCheck.Name(validation, "tagName", type, request.TagName ?? before.TagName);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var after = before with { TagType = type, TagName = name };
                await UrlParametersSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "url-parameter", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/url-parameters/{id}",
            async (HttpContext http, UrlParameterId id, Request request, ChangeUrlParameter operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
