using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>The columns that calls are filtered by, for people and programs that write filters; any <c>tag:Type:Name</c> comes to them.</summary>
public sealed class ListCallColumns
{
    public Result<Page<CallColumn>> Run(Actor actor) =>
        actor.May(Permission.SeeCalls) ? new Page<CallColumn>([.. CallColumns.SeenBy(actor)], null) : new Forbidden(Permission.SeeCalls);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/call-columns", (HttpContext http, ListCallColumns operation) => operation.Run(http.Actor()).ToOk());
}
