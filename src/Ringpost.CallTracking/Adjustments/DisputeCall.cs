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

/// <summary>
/// A buyer says that it does not owe what a call costs it: an adjustment request with a cause. The buyer's own people dispute their calls, the
/// network's people any in the buyer's name. Nothing changes until an administrator decides.
/// </summary>
public sealed class DisputeCall(Database database, Identifiers identifiers)
{
    /// <param name="Cause">One of <see cref="DisputeCause"/>.</param>
    /// <param name="Revenue">What the buyer would pay instead; 0 where absent.</param>
    /// <param name="Note">What else the buyer says; needed with <c>other</c>.</param>
    /// <param name="BuyerId">In whose name; absent is the buyer whose leg earned. A buyer's own people need not say it.</param>
    /// <param name="Chargeback">An administrator's: also after the time for disputes, and after one that was decided.</param>
    public sealed record Request(
        string? Cause,
        decimal? Revenue = null,
        string? Note = null,
        BuyerId? BuyerId = null,
        bool? Chargeback = null
    );

    public async Task<Result<AdjustmentRequest>> RunAsync(Actor actor, CallId id, Request request, CancellationToken cancellation = default)
    {
        if (actor.Role != Role.Buyer && !actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        var isChargeback = request.Chargeback == true;
        if (isChargeback && !actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var cause = validation.Choice<DisputeCause>("cause", request.Cause);
        var wanted = validation.Amount("revenue", request.Revenue);
        var note = validation.Text("note", request.Note, 500);
        if (cause == DisputeCause.Other && note.Length == 0 && !validation.HasErrors)
            validation.Add("note", "Say what it is.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (await database.ReadAsync(c => CallsSql.FindAsync(c, id), cancellation) is not { } known)
            return new Missing($"Call {id}");
        return await database.WriteOnceAsync<AdjustmentRequest>(
            actor,
            WriteKeys.Of(known.Key),
            async unit =>
            {
                var buyer =
                    actor.Role == Role.Buyer ? new BuyerId(actor.Of ?? "")
                    : request.BuyerId is { } named ? named
                    : await DisputesSql.EarnedByAsync(unit.Connection, id) is { } earned ? earned
                    : default(BuyerId?);
                if (buyer is not { } whose)
                    return new Clash("call-has-no-buyer", "No buyer's target earned from this call.");
                var call = (await CallsSql.FindAsync(unit.Connection, id))!;
                var found = await DisputeReader.ReadAsync(
                    unit.Connection,
                    DisputeReader.ScopeOf(whose, unit.Dialect),
                    whose,
                    call,
                    actor.IsPartner
                );
                if (!found.IsOk)
                    return found.Refusal;
                var days = await DisputeReader.DaysAsync(unit.Connection, whose);
                var decided = DisputeRule.Decide(found.Value, wanted, days, unit.Now, isChargeback);
                if (!decided.IsOk)
                    return decided.Refusal;
                var asked = await DisputeWriter.AskAsync(
                    unit,
                    actor,
                    new AdjustmentRequestId("AR" + identifiers.TimeOrdered()),
                    id,
                    whose,
                    isChargeback ? RequestSource.Chargeback : RequestSource.Buyer,
                    cause,
                    note,
                    decided.Value,
                    found.Value.Currency
                );
                return asked.IsOk ? asked.Value.For(actor) : asked;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/dispute",
            async (HttpContext http, CallId id, Request request, DisputeCall operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
