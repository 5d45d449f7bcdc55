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

namespace Ringpost.Delivery.Credentials;

/// <summary>Deletes a credential with its secret. Refused while something uses it; what waits to be sent with it is tried without success.</summary>
public sealed class DeleteCredential(Database database, ConfigurationVersion configuration, IEnumerable<CredentialUse> uses)
{
    public async Task<Result<Credential>> RunAsync(Actor actor, CredentialId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.WriteOnceAsync<Credential>(
            actor,
            WriteKeys.Of($"credential:{id}"),
            async unit =>
            {
                if (await CredentialsSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Credential {id}");
                var users = new List<string>();
                foreach (var use in uses)
                    users.AddRange(await use.NamesAsync(unit.Connection, id));
                if (users.Count > 0)
                    return new Clash("in-use", $"Used by {string.Join(", ", users)}. Choose another one there first.");
                await CredentialsSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "credential", $"{id}", "delete", Credential.Of(before), null);
                await configuration.RaiseAsync(unit);
                return Credential.Of(before);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/credentials/{id}",
            async (HttpContext http, CredentialId id, DeleteCredential operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
