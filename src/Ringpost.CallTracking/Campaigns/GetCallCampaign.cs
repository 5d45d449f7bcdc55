using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>One campaign of the call side.</summary>
public sealed class GetCallCampaign(Database database)
{
    public async Task<Result<CallCampaign>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => CallCampaignsSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found
            : new Missing($"Campaign {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-campaigns/{id}",
            async (HttpContext http, CallCampaignId id, GetCallCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
