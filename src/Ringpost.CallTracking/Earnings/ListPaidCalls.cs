using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Earnings;

/// <summary>Which paid calls, by the time of their arrival.</summary>
public sealed record PaidCallFilter(TimeRange Range, CallCampaignId? CampaignId = null, PublisherId? PublisherId = null);

/// <summary>The calls that were paid and count in reports, oldest first, page by page: what the other side's book should hold.</summary>
public sealed class ListPaidCalls(Database database)
{
    /// <param name="place">Time and id of the last call of the page before.</param>
    /// <param name="limit">1 to 5000.</param>
    public async Task<Result<IReadOnlyList<EarnedCall>>> RunAsync(
        Actor actor,
        PaidCallFilter filter,
        (Instant At, CallId Id)? place,
        int limit,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync<Result<IReadOnlyList<EarnedCall>>>(
            async c => (EarnedCall[])[.. await EarningsSql.ListPaidAsync(c, filter, place, Math.Clamp(limit, 1, 5000))],
            cancellation
        );
    }
}
