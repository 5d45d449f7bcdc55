using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Requests for another revenue, newest first.</summary>
public sealed class ListAdjustmentRequests(Database database)
{
    /// <param name="state">A word of <see cref="RequestState"/>; all where absent.</param>
    public async Task<Result<Page<AdjustmentRequest>>> RunAsync(
        Actor actor,
        string? state,
        CallId? callId,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        RequestState? wanted = string.IsNullOrWhiteSpace(state) ? null : validation.Choice<RequestState>("state", state);
        if (!Cursor.TryDecode(page.Cursor, out var before))
            validation.Add("cursor", "This cursor is not one of ours.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(
            c => AdjustmentRequestsSql.ListAsync(c, wanted, callId, before, page.BoundedLimit),
            cancellation
        );
        return new Page<AdjustmentRequest>(rows, rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].Id}") : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/adjustment-requests",
            async (
                HttpContext http,
                ListAdjustmentRequests operation,
                string? state,
                CallId? callId,
                int limit = 100,
                string? cursor = null
            ) => (await operation.RunAsync(http.Actor(), state, callId, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
