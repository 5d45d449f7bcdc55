using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Blocks;

/// <summary>The blocked numbers as a file that can be given back to <see cref="ImportBlockedNumbers"/>.</summary>
public sealed class ExportBlockedNumbers(ListBlockedNumbers list, Snapshot<CallConfiguration> snapshot)
{
    public async Task<Result<CsvAnswer<BlockedNumber>>> RunAsync(
        Actor actor,
        string? search,
        CallCampaignId? callCampaignId,
        CancellationToken cancellation = default
    )
    {
        var first = await list.RunAsync(actor, search, callCampaignId, new PageRequest(1), cancellation);
        if (!first.IsOk)
            return first.Refusal;
        var current = await snapshot.GetAsync(cancellation);
        return new CsvAnswer<BlockedNumber>(
            "blocked-numbers.csv",
            [
                new("Number", b => b.Number),
                new("Campaign", b => b.CampaignId is { } id ? current.Campaigns.GetValueOrDefault(id)?.Name ?? id.Value : ""),
                new("Expires", b => b.ExpiresAt?.ToString()),
                new("Note", b => b.Note),
                new("Blocked by", b => b.BlockedBy),
                new("Blocked at", b => b.CreatedAt.ToString()),
            ],
            async cursor => (await list.RunAsync(actor, search, callCampaignId, new PageRequest(1000, cursor), cancellation)).Value
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/blocked-numbers.csv",
            async Task<IResult> (HttpContext http, ExportBlockedNumbers operation, string? search, CallCampaignId? callCampaignId) =>
            {
                var result = await operation.RunAsync(http.Actor(), search, callCampaignId, http.RequestAborted);
                return result.IsOk ? result.Value : result.Refusal.ToProblem();
            }
        );
}
