using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>Marks the alerts up to one as seen: they no longer stand above the pages.</summary>
public sealed class DismissAlerts(Database database)
{
    public sealed record Request(long? UpTo);

    public sealed record Response(int Dismissed);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (request.UpTo is not { } upTo)
            return new Invalid("upTo", "The id of the newest alert that was seen.");
        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of("alerts"),
            async unit =>
            {
                var seen = await AlertsSql.SeeAsync(unit, actor, upTo);
                if (seen > 0)
                    await ChangeLogSql.AppendAsync(unit, actor, "alerts", $"{upTo}", "dismiss", null, new { seen });
                return new Response(seen);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/alerts/dismiss",
            async (HttpContext http, Request request, DismissAlerts operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
