using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Asks for another revenue of a call (ringba.md 10.6); nothing changes until an administrator decides. Who reads may ask.</summary>
public sealed class RequestAdjustment(Database database, Identifiers identifiers)
{
    /// <param name="Mode"><c>relative</c>: <paramref name="Revenue"/> is added, negative takes off; <c>absolute</c>: it is what the call has then.</param>
    public sealed record Request(string? Mode, decimal? Revenue, string? Reason);

    public async Task<Result<AdjustmentRequest>> RunAsync(Actor actor, CallId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var validation = new Validation();
        var change = CallChange.Read(validation, new(request.Mode, request.Revenue, Reason: request.Reason));
        if (change.Mode == AdjustmentMode.Void)
            validation.Add("mode", "One of: relative, absolute. To ask for a void, ask for an absolute 0.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (await database.ReadAsync(c => CallsSql.FindAsync(c, id), cancellation) is not { } known)
            return new Missing($"Call {id}");
        return await database.WriteOnceAsync<AdjustmentRequest>(
            actor,
            WriteKeys.Of(known.Key),
            async unit =>
            {
                var call = (await CallsSql.FindAsync(unit.Connection, id))!;
                if (call.Uncounted)
                    return new Clash("call-is-test", "A test call earns nothing; its amounts are not changed.");
                if (call.History)
                    return new Clash("call-is-history", CallAdjustments.CallOfHistory);
                if (call.IsLive)
                    return new Clash("call-not-settled", "The call is not settled yet. Ask when it has ended.");
                var currency = Currency.TryParse(call.Currency, out var parsed) ? parsed : Currency.Usd;
                var (revenue, payout) = await AdjustmentsSql.CurrentAsync(unit.Connection, id);
                var possible = AdjustmentRule.Decide(revenue, payout, change, currency);
                if (!possible.IsOk)
                    return possible.Refusal;
                var asked = new AdjustmentRequest(
                    new AdjustmentRequestId("AR" + identifiers.TimeOrdered()),
                    id,
                    unit.Now,
                    RequestSource.User,
                    actor.Name,
                    change.Mode,
                    change.Revenue!.Value.Millionths!.Value,
                    currency,
                    change.Reason
                );
                return await AdjustmentRequestWriter.AskAsync(unit, actor, asked, "request adjustment");
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/adjustment-requests",
            async (HttpContext http, CallId id, Request request, RequestAdjustment operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
