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

/// <summary>Gives a person another role or other rights; their sessions end, so that it counts at once.</summary>
public sealed class ChangeRole(Database database, Identifiers identifiers)
{
    /// <param name="Rights">With the role readOnly: what they may beside reading; absent for nothing.</param>
    public sealed record Request(string? Role, string? PartnerId = null, IReadOnlyList<string?>? Rights = null);

    public async Task<Result<UserAccount>> RunAsync(Actor actor, UserId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var (role, partner) = RoleText.Read(validation, request.Role, request.PartnerId);
        var rights = RightsText.Read(validation, role, request.Rights);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<UserAccount>(
            actor,
            WriteKeys.Of("users"),
            async unit =>
            {
                if (await UsersSql.FindAsync(unit.Connection, id) is not { } user)
                    return new Missing($"User {id}");
                var before = user.ToAccount();
                if (before.Role == role && before.PartnerId == partner && before.Rights.SequenceEqual(rights))
                    return before;
                if (
                    before is { Role: Role.Admin, Disabled: false }
                    && role != Role.Admin
                    && !await UsersSql.IsOtherAdministratorAsync(unit.Connection, id)
                )
                    return LastAdministrator.Refusal;
                var after = before with { Role = role, PartnerId = partner, Rights = rights };
                await UsersSql.SetRoleAsync(unit, id, role, partner, rights, identifiers.Secret());
                await ChangeLogSql.AppendAsync(unit, actor, "user", $"{id}", "changeRole", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/users/{id}/role",
            async (HttpContext http, UserId id, Request request, ChangeRole operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}

internal static class LastAdministrator
{
    public static readonly Clash Refusal = new(
        "last-administrator",
        "This is the last administrator who can sign in. Make another one first."
    );
}
