using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Changes a settled call's revenue, payout or both by entries in the ledger: relative, absolute, or void (ringba.md 10.6).</summary>
public sealed class AdjustCall(CallAdjustments adjustments)
{
    /// <summary>The same key of a call is the same adjustment: a repeat changes nothing and answers the first one.</summary>
    public async Task<Result<CallAdjustment>> RunAsync(
        Actor actor,
        CallId id,
        ChangeRequest request,
        string? key = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var change = CallChange.Read(validation, request);
        var name = validation.Text("key", key);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await adjustments.RunAsync(actor, id, change, name.Length == 0 ? null : $"{actor.Id}:{name}", null, null, cancellation);
    }

    /// <param name="Key">Names the adjustment, so that the same one again changes nothing.</param>
    internal sealed record Body(
        string? Mode,
        decimal? Revenue = null,
        decimal? Payout = null,
        bool? VoidRevenue = null,
        bool? VoidPayout = null,
        string? Effective = null,
        string? Reason = null,
        string? Key = null,
        string? Told = null
    );

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/adjustments",
            async (HttpContext http, CallId id, Body body, AdjustCall operation) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        id,
                        new(
                            body.Mode,
                            body.Revenue,
                            body.Payout,
                            body.VoidRevenue,
                            body.VoidPayout,
                            body.Effective,
                            body.Reason,
                            body.Told
                        ),
                        body.Key,
                        http.RequestAborted
                    )
                ).ToOk()
        );
}
