using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>Chooses what the guide leads through, puts it away or brings it back, for everybody. What is absent stays.</summary>
public sealed class ChangeSetUpGuide(Database database)
{
    /// <param name="Variant">A word of <see cref="SetUpVariant"/>.</param>
    /// <param name="Hidden">Whether Home no longer names it.</param>
    public sealed record Request(string? Variant = null, bool? Hidden = null);

    public async Task<Result<SetUpChoice>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        SetUpVariant? variant = request.Variant is null ? null : validation.Choice<SetUpVariant>("variant", request.Variant);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<SetUpChoice>(
            actor,
            WriteKeys.Of("settings:guide"),
            async unit =>
            {
                var before = await SetUpChoice.ReadAsync(unit.Connection);
                var after = new SetUpChoice(variant ?? before.Variant, request.Hidden ?? before.Hidden);
                if (after == before)
                    return after;
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "setup-guide", "update", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/setup-guide",
            async (HttpContext http, Request request, ChangeSetUpGuide operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
