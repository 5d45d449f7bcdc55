using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Access.Users;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Keys;

/// <summary>Makes a key for a program. Only its hash is kept: a repeat of the request names the key without its secret.</summary>
public sealed class CreateApiKey(Database database, Identifiers identifiers)
{
    /// <param name="PartnerId">With the roles publisher and buyer: whose calls it sees.</param>
    /// <param name="Rights">With the role readOnly: what it may beside reading; absent for nothing.</param>
    public sealed record Request(string? Name, string? Role = null, string? PartnerId = null, IReadOnlyList<string?>? Rights = null);

    public async Task<Result<NewApiKey>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var (role, partner) = RoleText.Read(validation, request.Role ?? "admin", request.PartnerId);
        var rights = RightsText.Read(validation, role, request.Rights);
        if (validation.HasErrors)
            return validation.ToRefusal();

        // The secret stays out of the answer that is stored for repeats.
        string? secret = null;
        var made = await database.WriteOnceAsync<NewApiKey>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                (secret, var prefix, var hash) = ApiKeySecret.Make(identifiers);
                var id = await ApiKeysSql.InsertAsync(unit, name, prefix, hash, role, partner, rights);
                var created = new ApiKey(id, name, prefix, role, unit.Now, null, null, partner) { Rights = rights };
                await ChangeLogSql.AppendAsync(unit, actor, "apiKey", $"{id}", "create", null, created);
                return new NewApiKey(id, name, prefix, role, "", unit.Now, partner) { Rights = rights };
            },
            cancellation
        );
        return made.IsOk && secret is not null ? made.Value with { Key = secret } : made;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/api-keys",
            async (HttpContext http, Request request, CreateApiKey operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(k => $"/api/v1/api-keys/{k.Id}")
        );
}
