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
/// Gives a signature another secret. For a while both sign, so that nothing is refused until the receiver has the new one, which this answer
/// alone shows where it was made here. A second rotation in that time ends the first secret's.
/// </summary>
public sealed class RotateSignature(Database database, ConfigurationVersion configuration, Identifiers identifiers, SecretBox secrets)
{
    /// <param name="Secret"><c>whsec_…</c>; made where absent.</param>
    /// <param name="OldHours">How many hours the secret before signs too; 0 ends it at once, 24 where absent.</param>
    public sealed record Request(string? Secret = null, int? OldHours = null);

    public async Task<Result<Credential>> RunAsync(Actor actor, CredentialId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var hours = validation.Whole("oldHours", request.OldHours, 0, 24 * 30, 24);
        var given = CredentialCheck.Secret(validation, CredentialKind.Signature, request.Secret, isNeeded: false);
        if (validation.HasErrors)
            return validation.ToRefusal();

        string? shown = null;
        var rotated = await database.WriteOnceAsync<Credential>(
            actor,
            WriteKeys.Of($"credential:{id}"),
            async unit =>
            {
                if (await CredentialsSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Credential {id}");
                if (before.Kind != nameof(CredentialKind.Signature))
                    return new Clash("not-a-signature", "Only a signature is rotated; enter the new secret at the credential.");
                shown = given is null ? WebhookSignature.NewSecret(identifiers) : null;
                var after = before with
                {
                    Secret = secrets.Seal(given ?? shown!, CreateCredential.Purpose),
                    OldSecret = hours == 0 ? null : before.Secret,
                    OldUntil = hours == 0 ? null : (unit.Now + TimeSpan.FromHours(hours)).UnixMilliseconds,
                };
                await CredentialsSql.UpdateAsync(unit, after);
                var changed = Credential.Of(after);
                await ChangeLogSql.AppendAsync(unit, actor, "credential", $"{id}", "rotate", Credential.Of(before), changed);
                await configuration.RaiseAsync(unit);
                return changed;
            },
            cancellation
        );
        return rotated.IsOk && shown is not null ? rotated.Value with { Secret = shown } : rotated;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/credentials/{id}/rotate",
            async (HttpContext http, CredentialId id, Request request, RotateSignature operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
