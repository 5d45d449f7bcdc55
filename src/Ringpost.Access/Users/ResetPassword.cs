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

/// <summary>Gives a person another password, opens a locked account and ends their sessions.</summary>
public sealed class ResetPassword(Database database, Passwords passwords, Identifiers identifiers)
{
    public sealed record Request(string? Password);

    public async Task<Result<UserAccount>> RunAsync(Actor actor, UserId id, Request request, CancellationToken cancellation = default)
    {
        // Everyone may change their own.
        if (!actor.May(Permission.Administer) && actor.Id != $"user:{id}")
            return new Forbidden(Permission.Administer);
        if (await database.ReadAsync(c => UsersSql.FindAsync(c, id), cancellation) is not { } user)
            return new Missing($"User {id}");
        var validation = new Validation();
        Passwords.Check(validation, "password", request.Password, user.Name);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var hash = passwords.Hash(request.Password!);
        return await database.WriteOnceAsync<UserAccount>(
            actor with
            {
                Request = null,
            },
            WriteKeys.Of($"user:{id}"),
            async unit =>
            {
                await UsersSql.SetPasswordAsync(unit, id, hash, identifiers.Secret());
                await ChangeLogSql.AppendAsync(unit, actor, "user", $"{id}", "resetPassword", null, null);
                return user.ToAccount();
            },
            cancellation
        );
    }

    /// <summary>For the command line, which knows the name.</summary>
    public async Task<Result<UserAccount>> RunAsync(Actor actor, string name, Request request, CancellationToken cancellation = default) =>
        await database.ReadAsync(c => UsersSql.FindByNameAsync(c, User.Normalize(name)), cancellation) is { } user
            ? await RunAsync(actor, user.Id, request, cancellation)
            : new Missing($"User {name}");

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/users/{id}/password",
            async (HttpContext http, UserId id, Request request, ResetPassword operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToNoContent()
        );
}
