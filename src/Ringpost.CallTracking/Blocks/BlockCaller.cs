using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Erasure;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Blocks;

/// <summary>Blocks the caller of a call, live or over. The call itself goes on.</summary>
public sealed class BlockCaller(Database database, BlockNumber block)
{
    /// <param name="AllCampaigns">False: on the call's campaign only.</param>
    /// <param name="ExpiresAt">For ever where absent.</param>
    /// <param name="Note">Why.</param>
    public sealed record Request(bool AllCampaigns = false, Instant? ExpiresAt = null, string? Note = null);

    public async Task<Result<BlockedNumber>> RunAsync(Actor actor, CallId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (await database.ReadAsync(c => CallsSql.FindAsync(c, id), cancellation) is not { } call)
            return new Missing($"Call {id}");
        if (call.Caller.Length == 0)
            return new Clash("caller-withheld", "This caller withheld the number. Block anonymous callers under Blocked numbers.");
        if (ErasedCaller.Is(call.Caller))
            return new Clash("caller-erased", "This caller's number was erased: nobody knows any more which it was.");
        return await block.StoreAsync(
            actor,
            new Validation(),
            call.Caller,
            request.AllCampaigns ? null : call.CampaignId,
            request.ExpiresAt,
            request.Note,
            id,
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/block-caller",
            async (HttpContext http, CallId id, Request request, BlockCaller operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToCreated(b => $"/api/v1/blocked-numbers/{b.Id}")
        );
}
