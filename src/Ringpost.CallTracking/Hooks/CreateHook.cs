using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

/// <summary>Makes a URL by which a buyer converts calls (ringba.md 12.1). Its id is 128 random bits: who knows it may send.</summary>
public sealed class CreateHook(Database database, Identifiers identifiers, SecretBox secrets)
{
    public async Task<Result<ConversionHook>> RunAsync(Actor actor, HookRequest request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var id = new HookId("WH" + identifiers.Secret()[..32]);
        var draft = HookCheck.Apply(
            validation,
            new ConversionHook(id, "", "callid", "revenue", null, true, false, [], null, true, default),
            request,
            secrets
        );
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<ConversionHook>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = draft with { CreatedAt = unit.Now };
                await HooksSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(unit, actor, "conversion-hook", $"{id}", "create", null, created);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversion-hooks",
            async (HttpContext http, HookRequest request, CreateHook operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(h => $"/api/v1/conversion-hooks/{h.Id}")
        );
}
