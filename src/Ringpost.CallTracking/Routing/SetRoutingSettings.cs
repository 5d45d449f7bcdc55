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
    /// <param name="Fallback">For campaigns that have none of their own.</param>
    public sealed record Request(string? WeightDirection = null, FallbackRequest? Fallback = null);

    public sealed record Response(WeightDirection WeightDirection, Fallback Fallback);

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
        var fallback = FallbackRequest.Read(validation, request.Fallback);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of("settings:routing", FallbackRequest.KeyOf(fallback)),
            async unit =>
            {
                await FallbackRequest.CheckAsync(unit.Connection, validation, fallback);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var before = await RoutingSettings.ReadAsync(unit.Connection);
                var after = before with { WeightDirection = direction ?? before.WeightDirection, Fallback = fallback ?? before.Fallback };
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "routing", "update", Tell(before), Tell(after));
                await configuration.RaiseAsync(unit);
                return Tell(after);
            },
            cancellation
        );
    }

    private Response Tell(RoutingSettings settings) =>
        new(settings.WeightDirection ?? options.Value.WeightDirection, settings.Fallback ?? Fallback.None);

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
