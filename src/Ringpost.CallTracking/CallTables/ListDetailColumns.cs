using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallTables;

/// <summary>The columns that a list of calls can have for whoever asks, in the catalogue's order. Each tag is one besides.</summary>
public sealed class ListDetailColumns
{
    public Result<Page<DetailColumn>> Run(Actor actor)
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        return new Page<DetailColumn>([.. DetailColumns.SeenBy(actor)], null);
    }

    /// <summary>Those of the names that are columns for the actor, in their order; <c>callDt</c> alone where none is.</summary>
    public IReadOnlyList<DetailColumn> Known(Actor actor, string names)
    {
        DetailColumn[] known =
        [
            .. names
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => DetailColumnChoice.Find(actor, name))
                .OfType<DetailColumn>()
                .DistinctBy(c => c.Id, StringComparer.OrdinalIgnoreCase),
        ];
        return known.Length > 0 ? known : [DetailColumnChoice.Find(actor, "callDt")!];
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/call-details/columns", (HttpContext http, ListDetailColumns operation) => operation.Run(http.Actor()).ToOk());
}
