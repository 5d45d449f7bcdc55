using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Users;

/// <summary>Sets the time zone that a person reads lists, reports and the live page in, where no other is named there.</summary>
public sealed class SetMyZone(Database database)
{
    /// <param name="Zone">IANA or Windows name; empty is the instance's.</param>
    public sealed record Request(string? Zone);

    public async Task<Result<Me>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (GetMe.UserOf(actor) is not { } id)
            return new Clash("not-a-person", "Keys have no time zone of their own: name one in each request.");
        string? zone = null;
        if (!string.IsNullOrWhiteSpace(request.Zone))
        {
            if (!TimeZones.TryFind(request.Zone.Trim(), out var found))
                return new Invalid("zone", "A zone's name, as America/New_York.");
            zone = found.Id;
        }

        return await database.WriteOnceAsync<Me>(
            actor,
            WriteKeys.Of("users"),
            async unit =>
            {
                if (await UsersSql.FindAsync(unit.Connection, id) is not { } user)
                    return new Missing($"User {id}");
                if (user.Zone != zone)
                {
                    await UsersSql.SetZoneAsync(unit, id, zone);
                    await ChangeLogSql.AppendAsync(unit, actor, "user", $"{id}", "setZone", new { user.Zone }, new { zone });
                }

                return new Me(actor.Id, actor.Name, actor.Role, zone, actor.Of) { Locale = user.Locale };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/me/zone",
            async (HttpContext http, Request request, SetMyZone operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
