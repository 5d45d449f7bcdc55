using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Tracking numbers, newest first, by a part of the number, campaign or publisher; those in use, or the archived ones.</summary>
public sealed class ListNumbers(Database database)
{
    public async Task<Result<Page<TrackingNumber>>> RunAsync(
        Actor actor,
        string? search,
        CallCampaignId? campaignId,
        PublisherId? publisherId,
        PageRequest page,
        bool archived = false,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            return new Invalid("cursor", "This cursor is not one of ours.");
        var rows = await database.ReadAsync(
            c => NumbersSql.ListAsync(c, search, campaignId, publisherId, archived, before, page.BoundedLimit),
            cancellation
        );
        return new Page<TrackingNumber>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/numbers",
            async (
                HttpContext http,
                ListNumbers operation,
                string? search,
                CallCampaignId? callCampaignId,
                PublisherId? publisherId,
                bool archived = false,
                int limit = 100,
                string? cursor = null
            ) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        search,
                        callCampaignId,
                        publisherId,
                        new PageRequest(limit, cursor),
                        archived,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}
