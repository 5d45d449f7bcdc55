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

/// <summary>Gives the instance another sender token: URLs that carry the old one are no longer believed, on any offer.</summary>
public sealed class RenewInstanceToken(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<ClicklessSettings>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ClicklessSettings>(
            actor,
            WriteKeys.Of("settings:clickless"),
            async unit =>
            {
                await ClicklessSettingsSql.WriteTokenAsync(unit, identifiers.Secret());
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "clickless-postback", "renew-token", null, null);
                await configuration.RaiseAsync(unit);
                return new ClicklessSettings(await ClicklessSettingsSql.ReadEnabledAsync(unit.Connection));
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/settings/clickless-postback/token",
            async (HttpContext http, RenewInstanceToken operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
