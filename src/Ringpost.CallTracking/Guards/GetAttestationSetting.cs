using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Guards;

/// <summary>Which attestation (STIR/SHAKEN) calls must have where their campaign says nothing else.</summary>
public sealed class GetAttestationSetting(Database database)
{
    public async Task<Result<AttestationRequirement>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(AttestationSettingSql.ReadAsync, cancellation);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/settings/stir-shaken",
            async (HttpContext http, GetAttestationSetting operation) =>
                (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
