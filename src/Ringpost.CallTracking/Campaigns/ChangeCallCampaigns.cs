using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>The same change of many campaigns, their archiving or restoring: each by <see cref="ChangeCallCampaign"/>, <see cref="ArchiveCallCampaign"/> or <see cref="RestoreCallCampaign"/>.</summary>
public sealed class ChangeCallCampaigns(BulkRun bulk, ChangeCallCampaign change, ArchiveCallCampaign archive, RestoreCallCampaign restore)
{
    public Task<Result<BulkAnswer<CallCampaignId>>> RunAsync(
        Actor actor,
        BulkRequest<CallCampaignId, ChangeCallCampaign.Request> request,
        CancellationToken cancellation = default
    ) =>
        bulk.RunAsync(
            actor,
            request,
            (a, id, to) => change.RunAsync(a, id, to, cancellation),
            (a, id) => archive.RunAsync(a, id, cancellation),
            (a, id) => restore.RunAsync(a, id, cancellation),
            cancellation
        );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns/change-many",
            async (HttpContext http, BulkRequest<CallCampaignId, ChangeCallCampaign.Request> request, ChangeCallCampaigns operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
