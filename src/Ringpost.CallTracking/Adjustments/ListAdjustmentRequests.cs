using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Requests for another revenue, newest first. A buyer's people see their own disputes.</summary>
public sealed class ListAdjustmentRequests(Database database)
{
    /// <param name="state">A word of <see cref="RequestState"/>; all where absent.</param>
    public async Task<Result<Page<AdjustmentRequest>>> RunAsync(
        Actor actor,
        string? state,
        CallId? callId,
        PageRequest page,
        BuyerId? buyerId = null,
        string? cause = null,
        CancellationToken cancellation = default
    )
    {
        if (actor.Role != Role.Buyer && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (actor.Role == Role.Buyer)
            buyerId = new BuyerId(actor.Of ?? "");
        var validation = new Validation();
        RequestState? wanted = string.IsNullOrWhiteSpace(state) ? null : validation.Choice<RequestState>("state", state);
        DisputeCause? why = string.IsNullOrWhiteSpace(cause) ? null : validation.Choice<DisputeCause>("cause", cause);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            validation.Add("cursor", "This cursor is not one of ours.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(
            c => AdjustmentRequestsSql.ListAsync(c, wanted, callId, before, page.BoundedLimit, buyerId, why),
            cancellation
        );
        return new Page<AdjustmentRequest>(
            [.. rows.Select(r => r.For(actor))],
            rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/adjustment-requests",
            async (
                HttpContext http,
                ListAdjustmentRequests operation,
                string? state,
                CallId? callId,
                BuyerId? buyerId,
                string? cause,
                int limit = 100,
                string? cursor = null
            ) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        state,
                        callId,
                        new PageRequest(limit, cursor),
                        buyerId,
                        cause,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}
