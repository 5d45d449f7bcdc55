using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>A call's adjustments, oldest first.</summary>
public sealed class ListCallAdjustments(Database database)
{
    public async Task<Result<Page<CallAdjustment>>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<Page<CallAdjustment>>>(
            async c =>
                await CallListSql.FindAsync(c, CallScope.Everything, id) is null
                    ? new Missing($"Call {id}")
                    : new Page<CallAdjustment>(await AdjustmentsSql.ListAsync(c, id), null),
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls/{id}/adjustments",
            async (HttpContext http, CallId id, ListCallAdjustments operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
