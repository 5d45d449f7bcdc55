using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Routing;

/// <summary>Reads and changes what holds for the routing of every campaign. What is absent stays.</summary>
public sealed class SetRoutingSettings(Database database, ConfigurationVersion configuration, IOptions<CallOptions> options)
{
    /// <param name="WeightDirection"><c>smallerGetsMore</c> or <c>largerGetsMore</c>.</param>
    public sealed record Request(string? WeightDirection = null);

    public sealed record Response(WeightDirection WeightDirection);

    public async Task<Result<Response>> ReadAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Read)
            ? Tell(await database.ReadAsync(RoutingSettings.ReadAsync, cancellation))
            : new Forbidden(Permission.Read);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        WeightDirection? direction = request.WeightDirection is null
            ? null
            : validation.Choice<WeightDirection>("weightDirection", request.WeightDirection);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of("settings:routing"),
            async unit =>
            {
                var before = await RoutingSettings.ReadAsync(unit.Connection);
                var after = before with { WeightDirection = direction ?? before.WeightDirection };
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "routing", "update", Tell(before), Tell(after));
                await configuration.RaiseAsync(unit);
                return Tell(after);
            },
            cancellation
        );
    }

    private Response Tell(RoutingSettings settings) => new(settings.WeightDirection ?? options.Value.WeightDirection);

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/routing",
            async (HttpContext http, SetRoutingSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/routing",
            async (HttpContext http, Request request, SetRoutingSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
