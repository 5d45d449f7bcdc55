using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Caps;

/// <summary>How the caps of a target, a buyer or a publisher stand: used, held, limit, next reset, overshoot.</summary>
public sealed class GetCallCaps(Database database)
{
    public async Task<Result<CallCapsAnswer>> RunAsync(Actor actor, CapOwnerKind kind, string id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (kind != CapOwnerKind.Publisher && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var isIn = database.Pick("IN @owners", "= ANY(@owners)");
        return await database.ReadAsync<Result<CallCapsAnswer>>(
            async connection =>
                await CapsNowSql.FindAsync(connection, kind, id) is { } owner
                    ? await CapsNowSql.ReadAsync(connection, owner, database.Now, isIn)
                    : new Missing($"{kind} {id}"),
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        foreach (var kind in Enum.GetValues<CapOwnerKind>())
            api.MapGet(
                $"/{CapsFeature.PathOf(kind)}/{{id}}/caps",
                async (HttpContext http, string id, GetCallCaps operation) =>
                    (await operation.RunAsync(http.Actor(), kind, id, http.RequestAborted)).ToOk()
            );
    }
}
