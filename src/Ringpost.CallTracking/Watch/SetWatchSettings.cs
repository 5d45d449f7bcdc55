using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Watch;

/// <summary>Says when people are told of calls that go wrong. What is absent stays.</summary>
public sealed class SetWatchSettings(Database database)
{
    public sealed record Request(int? InARow = null, int? WithinMinutes = null, int? DropPercent = null, int? UsualCalls = null);

    public async Task<Result<WatchSettings>> ReadAsync(Actor actor, CancellationToken cancellation = default) =>
        actor.May(Permission.Read) ? await database.ReadAsync(WatchSettings.ReadAsync, cancellation) : new Forbidden(Permission.Read);

    public async Task<Result<WatchSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        validation.Whole("inARow", request.InARow, 1, 100, 0);
        validation.Whole("withinMinutes", request.WithinMinutes, 5, 240, 0);
        validation.Whole("dropPercent", request.DropPercent, 0, 100, 0);
        validation.Whole("usualCalls", request.UsualCalls, 1, 1_000_000, 0);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<WatchSettings>(
            actor,
            WriteKeys.Of("settings:call-watch"),
            async unit =>
            {
                var before = await WatchSettings.ReadAsync(unit.Connection);
                var after = new WatchSettings(
                    request.InARow ?? before.InARow,
                    request.WithinMinutes ?? before.WithinMinutes,
                    request.DropPercent ?? before.DropPercent,
                    request.UsualCalls ?? before.UsualCalls
                );
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "call-watch", "update", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/call-watch",
            async (HttpContext http, SetWatchSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/call-watch",
            async (HttpContext http, Request request, SetWatchSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
