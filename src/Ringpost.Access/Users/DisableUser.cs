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

/// <summary>Shuts a person out, or lets them in again; their sessions end and their history stays.</summary>
public sealed class DisableUser(Database database, Identifiers identifiers)
{
    public sealed record Request(bool Disabled);

    public async Task<Result<UserAccount>> RunAsync(Actor actor, UserId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.WriteOnceAsync<UserAccount>(
            actor,
            WriteKeys.Of("users"),
            async unit =>
            {
                if (await UsersSql.FindAsync(unit.Connection, id) is not { } user)
                    return new Missing($"User {id}");
                var before = user.ToAccount();
                if (before.Disabled == request.Disabled)
                    return before;
                if (request.Disabled && before.Role == Role.Admin && !await UsersSql.IsOtherAdministratorAsync(unit.Connection, id))
                    return LastAdministrator.Refusal;
                var after = before with { Disabled = request.Disabled };
                await UsersSql.SetDisabledAsync(unit, id, request.Disabled, identifiers.Secret());
                await ChangeLogSql.AppendAsync(unit, actor, "user", $"{id}", request.Disabled ? "disable" : "enable", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/users/{id}/disabled",
            async (HttpContext http, UserId id, Request request, DisableUser operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
