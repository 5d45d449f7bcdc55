using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>What the last run of the double-entry check found; <c>Last</c> is null where none has run.</summary>
public sealed class FindBookCheck(Database database)
{
    public sealed record Response(BookCheckRun? Last);

    public async Task<Result<Response>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return new Response(await database.ReadAsync(BookCheckSql.LastAsync, cancellation));
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/book-check",
            async (HttpContext http, FindBookCheck operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
