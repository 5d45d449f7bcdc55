using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>What becomes of conversions over a cap, for the instance: what offers set to “system” do (cake.md 5.6).</summary>
public sealed class SetCapSettings(Database database, ConfigurationVersion configuration)
{
    /// <param name="ConversionCapBehavior"><c>advertiserOff</c>, <c>advertiserOnly</c>, <c>affiliateOnly</c>, <c>neither</c> or <c>ignore</c>, or CAKE's number.</param>
    public sealed record Request(string? ConversionCapBehavior);

    public sealed record Response(string ConversionCapBehavior);

    public async Task<Result<Response>> ReadAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Read)
            ? new Response(CapWords.Of(await database.ReadAsync(CapsSql.ReadBehaviorAsync, cancellation)))
            : new Forbidden(Permission.Read);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (CapWords.Read<CapBehavior>(request.ConversionCapBehavior, CapWords.Of) is not { } behavior || behavior == CapBehavior.System)
            return new Invalid("conversionCapBehavior", "This is advertiserOff, advertiserOnly, affiliateOnly, neither or ignore.");
        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of("settings:caps"),
            async unit =>
            {
                var before = new Response(CapWords.Of(await CapsSql.ReadBehaviorAsync(unit.Connection)));
                var after = new Response(CapWords.Of(behavior));
                await CapsSql.WriteBehaviorAsync(unit, behavior);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "caps", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/caps",
            async (HttpContext http, SetCapSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/caps",
            async (HttpContext http, Request request, SetCapSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
