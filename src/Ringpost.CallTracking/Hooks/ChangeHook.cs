using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

/// <summary>Changes a conversion webhook, or pauses and resumes it. What is absent stays.</summary>
public sealed class ChangeHook(Database database, SecretBox secrets)
{
    public async Task<Result<ConversionHook>> RunAsync(
        Actor actor,
        HookId id,
        HookRequest request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ConversionHook>(
            actor,
            WriteKeys.Of($"conversion-hook:{id}"),
            async unit =>
            {
                if (await HooksSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var validation = new Validation();
                var after = HookCheck.Apply(validation, before, request, secrets);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await HooksSql.UpdateAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "conversion-hook", $"{id}", "update", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/conversion-hooks/{id}",
            async (HttpContext http, HookId id, HookRequest request, ChangeHook operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
