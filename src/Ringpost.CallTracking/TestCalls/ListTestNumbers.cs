using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>The callers whose calls are tests, newest first; they are few.</summary>
public sealed class ListTestNumbers(Database database)
{
    public async Task<Result<Page<TestNumber>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var all = await database.ReadAsync(TestNumbersSql.AllAsync, cancellation);
        return new Page<TestNumber>([.. all.Select(n => n.SeenBy(actor))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/test-numbers",
            async (HttpContext http, ListTestNumbers operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
