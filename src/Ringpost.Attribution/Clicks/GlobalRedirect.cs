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

namespace Ringpost.Attribution.Clicks;

/// <summary>Where clicks go that nothing else takes; a URL of null answers them with 404.</summary>
public sealed record GlobalRedirect(string? Url);

/// <summary>The instance's global redirect.</summary>
public sealed class GetGlobalRedirect(Database database)
{
    public async Task<Result<GlobalRedirect>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return new GlobalRedirect(await database.ReadAsync(ClickSettingsSql.ReadGlobalRedirectAsync, cancellation));
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/settings/global-redirect",
            async (HttpContext http, GetGlobalRedirect operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}

/// <summary>Sets the instance's global redirect, the last place that a click is sent to (cake.md 2.10).</summary>
public sealed class SetGlobalRedirect(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Url);

    public async Task<Result<GlobalRedirect>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var after = new GlobalRedirect(OfferLinkRule.Read(validation, "url", request.Url));
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<GlobalRedirect>(
            actor,
            WriteKeys.Of("settings:global-redirect"),
            async unit =>
            {
                var before = new GlobalRedirect(await ClickSettingsSql.ReadGlobalRedirectAsync(unit.Connection));
                await ClickSettingsSql.WriteGlobalRedirectAsync(unit, after.Url);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "global-redirect", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/settings/global-redirect",
            async (HttpContext http, Request request, SetGlobalRedirect operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
