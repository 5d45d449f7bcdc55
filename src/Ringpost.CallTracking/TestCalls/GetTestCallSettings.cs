using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>How the instance treats test calls.</summary>
public sealed class GetTestCallSettings(Database database)
{
    public async Task<Result<TestCallSettings>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(TestCallSettings.ReadAsync, cancellation);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/settings/test-calls",
            async (HttpContext http, GetTestCallSettings operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
