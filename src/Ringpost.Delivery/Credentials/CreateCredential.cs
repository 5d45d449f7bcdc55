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

/// <summary>Adds a credential. A signing secret that is left out is made here, and shown in this answer only.</summary>
public sealed class CreateCredential(Database database, ConfigurationVersion configuration, Identifiers identifiers, SecretBox secrets)
{
    internal const string Purpose = "credential";

    /// <param name="Kind">One of <see cref="CredentialKind"/>.</param>
    /// <param name="Secret">Password, token, client secret, or <c>whsec_…</c>.</param>
    /// <param name="Hosts">Receivers that may get it, as <c>api.example.com</c>; needed but for a signature.</param>
    public sealed record Request(
        string? Name,
        string? Kind,
        string? Secret = null,
        string? UserName = null,
        string? TokenUrl = null,
        string? Scope = null,
        IReadOnlyList<string>? Hosts = null
    );

    public async Task<Result<Credential>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var kind = validation.Choice<CredentialKind>("kind", request.Kind);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var row = CredentialCheck.Read(
            validation,
            new CredentialRow { Kind = kind.ToString() },
            new(request.Name, null, request.UserName, request.TokenUrl, request.Scope, request.Hosts)
        );
        var given = CredentialCheck.Secret(validation, kind, request.Secret, isNeeded: kind != CredentialKind.Signature);
        if (validation.HasErrors)
            return validation.ToRefusal();

        // What was made here stays out of the answer that is stored for repeats.
        string? shown = null;
        var id = new CredentialId("CR" + identifiers.TimeOrdered());
        var created = await database.WriteOnceAsync<Credential>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                shown = given is null ? WebhookSignature.NewSecret(identifiers) : null;
                var stored = row with { Id = id, Secret = secrets.Seal(given ?? shown!, Purpose), CreatedAt = unit.Now };
                await CredentialsSql.InsertAsync(unit, stored);
                var made = Credential.Of(stored);
                await ChangeLogSql.AppendAsync(unit, actor, "credential", $"{id}", "create", null, made);
                await configuration.RaiseAsync(unit);
                return made;
            },
            cancellation
        );
        return created.IsOk && shown is not null ? created.Value with { Secret = shown } : created;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/credentials",
            async (HttpContext http, Request request, CreateCredential operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(c => $"/api/v1/credentials/{c.Id}")
        );
}
