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

/// <summary>Replaces a carrier's token; webhooks signed with the old one are refused from then on.</summary>
public sealed class RotateCarrierToken(Database database, ConfigurationVersion configuration, SecretBox secrets, PublicUrls urls)
{
    public sealed record Request(string? AuthToken);

    public async Task<Result<Carrier>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var token = CarrierCheck.Token(validation, request.AuthToken);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Carrier>(
            actor,
            WriteKeys.Of($"carrier:{id}"),
            async unit =>
            {
                if (await CarriersSql.FindAsync(unit.Connection, id) is not { } row)
                    return new Missing($"Carrier {id}");
                await CarriersSql.SetTokenAsync(unit, id, secrets.Seal(token, CarrierDirectory.Purpose));
                await ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "rotate-token", null, null);
                await configuration.RaiseAsync(unit);
                return Carrier.Of(row, urls);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers/{id}/token",
            async (HttpContext http, CarrierId id, Request request, RotateCarrierToken operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
