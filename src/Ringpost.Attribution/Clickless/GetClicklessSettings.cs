using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Clickless;

/// <summary>Whether clickless postbacks are on.</summary>
public sealed class GetClicklessSettings(Database database)
{
    public async Task<Result<ClicklessSettings>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return new ClicklessSettings(await database.ReadAsync(ClicklessSettingsSql.ReadEnabledAsync, cancellation));
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/settings/clickless-postback",
            async (HttpContext http, GetClicklessSettings operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
