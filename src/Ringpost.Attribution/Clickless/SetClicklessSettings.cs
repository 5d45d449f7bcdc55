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

namespace Ringpost.Attribution.Clickless;

/// <summary>Switches clickless postbacks on or off for the instance.</summary>
public sealed class SetClicklessSettings(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(bool? Enabled);

    public async Task<Result<ClicklessSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (request.Enabled is not { } enabled)
            return new Invalid("enabled", "This is true or false.");

        return await database.WriteOnceAsync<ClicklessSettings>(
            actor,
            WriteKeys.Of("settings:clickless"),
            async unit =>
            {
                var before = new ClicklessSettings(await ClicklessSettingsSql.ReadEnabledAsync(unit.Connection));
                var after = new ClicklessSettings(enabled);
                if (after == before)
                    return after;
                await ClicklessSettingsSql.WriteEnabledAsync(unit, enabled);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "clickless-postback", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/settings/clickless-postback",
            async (HttpContext http, Request request, SetClicklessSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
