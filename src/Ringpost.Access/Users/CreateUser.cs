using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Users;

/// <summary>Adds a person who may sign in.</summary>
public sealed class CreateUser(Database database, Passwords passwords, Identifiers identifiers, SecretBox box)
{
    /// <param name="PartnerId">With the roles publisher and buyer: whose calls they see.</param>
    /// <param name="Rights">With the role readOnly: what they may beside reading; absent for nothing.</param>
    public sealed record Request(
        string? Name,
        string? Password,
        string? Role = null,
        string? PartnerId = null,
        IReadOnlyList<string?>? Rights = null
    );

    public async Task<Result<UserAccount>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        Passwords.Check(validation, "password", request.Password, name);
        var (role, partner) = RoleText.Read(validation, request.Role ?? "readOnly", request.PartnerId);
        var rights = RightsText.Read(validation, role, request.Rights);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var hash = passwords.Hash(request.Password!);
        return await database.WriteOnceAsync<UserAccount>(
            Keyed(actor),
            WriteKeys.None,
            async unit =>
            {
                if (await UsersSql.InsertAsync(unit, name, hash, identifiers.Secret(), role, partner, rights) is not { } id)
                    return new Invalid("name", "Another user has this name.");
                var created = new UserAccount(id, name, role, false, unit.Now, partner) { Rights = rights };
                await ChangeLogSql.AppendAsync(unit, actor, "user", $"{id}", "create", null, created);
                return created;
            },
            cancellation
        );
    }

    /// <summary>A plain hash of a body that holds a password could be guessed at: what is kept for a repeat is keyed.</summary>
    private Actor Keyed(Actor actor) =>
        actor.Request is { } once
            ? actor with
            {
                Request = once with { BodyHash = box.Fingerprint(once.BodyHash, "user-request") },
            }
            : actor;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/users",
            async (HttpContext http, Request request, CreateUser operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(u => $"/api/v1/users/{u.Id}")
        );
}
