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

namespace Ringpost.Telephony.Carriers;

/// <summary>Adds a carrier account; its answer holds the URLs to set at the carrier. The token is stored sealed and never shown.</summary>
public sealed class CreateCarrier(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    SecretBox secrets,
    PublicUrls urls
)
{
    /// <param name="AuthToken">What the carrier signs its webhooks with.</param>
    public sealed record Request(string? Name, string? Kind, string? AuthToken);

    public async Task<Result<Carrier>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var kind = validation.Choice<CarrierKind>("kind", request.Kind);
        var token = CarrierCheck.Token(validation, request.AuthToken);
        if (validation.HasErrors)
            return validation.ToRefusal();

        // 128 of the secret's random bits: the id stands in open paths (architecture 4.12).
        var id = new CarrierId(identifiers.Secret()[..32]);
        return await database.WriteOnceAsync<Carrier>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var row = new CarrierRow
                {
                    Id = id,
                    Name = name,
                    Kind = kind.ToString(),
                    Token = secrets.Seal(token, CarrierDirectory.Purpose),
                    CreatedAt = unit.Now,
                };
                await CarriersSql.InsertAsync(unit, row);
                var created = Carrier.Of(row, urls);
                await ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers",
            async (HttpContext http, Request request, CreateCarrier operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(c => $"/api/v1/carriers/{c.Id}")
        );
}

internal static class CarrierCheck
{
    public static string Token(Validation validation, string? value)
    {
        var token = validation.Text("authToken", value);
        if (token.Length == 0)
            validation.Add("authToken", "The carrier's auth token is needed: it signs each webhook.");
        return token;
    }
}
