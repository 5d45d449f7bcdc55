using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Affiliates;

/// <summary>One affiliate.</summary>
public sealed class GetAffiliate(Database database)
{
    public async Task<Result<Affiliate>> RunAsync(Actor actor, AffiliateId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => AffiliatesSql.FindAsync(c, id), cancellation) is { } affiliate
            ? affiliate.For(actor)
            : new Missing($"Affiliate {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/affiliates/{id}",
            async (HttpContext http, AffiliateId id, GetAffiliate operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
