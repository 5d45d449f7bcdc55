using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Guards;

/// <summary>Which calls a campaign lets in, and what it takes for a duplicate.</summary>
public sealed class GetCampaignGuards(Database database)
{
    public async Task<Result<CampaignGuards>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => CallCampaignsSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found.Guards.For(actor)
            : new Missing($"Campaign {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-campaigns/{id}/guards",
            async (HttpContext http, CallCampaignId id, GetCampaignGuards operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
