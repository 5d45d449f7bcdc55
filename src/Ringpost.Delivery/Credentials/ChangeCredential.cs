using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Credentials;

/// <summary>
/// Changes a credential; what is absent stays. Whatever may bring the secret to somebody else, a host or an address for tokens, asks for the
/// secret again.
/// </summary>
public sealed class ChangeCredential(Database database, ConfigurationVersion configuration, SecretBox secrets)
{
    public sealed record Request(
        string? Name = null,
        string? Secret = null,
        string? UserName = null,
        string? TokenUrl = null,
        string? Scope = null,
        IReadOnlyList<string>? Hosts = null
    );

    public async Task<Result<Credential>> RunAsync(Actor actor, CredentialId id, Request request, CancellationToken cancellation = default)
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
                var validation = new Validation();
                var after = CredentialCheck.Read(validation, before, request);
                var kind = Enum.Parse<CredentialKind>(before.Kind);
                if (kind == CredentialKind.Signature && !string.IsNullOrWhiteSpace(request.Secret))
                    validation.Add("secret", "A signing secret is rotated, so that receivers have time to take the new one.");
                var leadsElsewhere = after.Hosts != before.Hosts || after.TokenUrl != before.TokenUrl;
                var secret = CredentialCheck.Secret(validation, kind, request.Secret, isNeeded: leadsElsewhere);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                if (secret is not null)
                    after = after with { Secret = secrets.Seal(secret, CreateCredential.Purpose) };
                await CredentialsSql.UpdateAsync(unit, after);
                var (old, changed) = (Credential.Of(before), Credential.Of(after));
                await ChangeLogSql.AppendAsync(unit, actor, "credential", $"{id}", secret is null ? "update" : "new secret", old, changed);
                await configuration.RaiseAsync(unit);
                return changed;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/credentials/{id}",
            async (HttpContext http, CredentialId id, Request request, ChangeCredential operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
