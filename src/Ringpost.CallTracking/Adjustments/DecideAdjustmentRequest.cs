using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Approves a request, as it was asked or with other amounts, or declines it. An approval is an adjustment in the same transaction.</summary>
public sealed class DecideAdjustmentRequest(Database database, CallAdjustments adjustments)
{
    /// <param name="Revenue">In the request's mode; what was asked where absent.</param>
    /// <param name="Payout">In the request's mode; absent leaves the payout alone.</param>
    /// <param name="Note">Said to who asked; a dispute is not declined without.</param>
    /// <param name="Told">What the publisher is told of a changed payout; where absent, of a dispute its cause.</param>
    public sealed record Request(
        bool? Approve,
        decimal? Revenue = null,
        decimal? Payout = null,
        string? Effective = null,
        string? Note = null,
        string? Told = null
    );

    public async Task<Result<AdjustmentRequest>> RunAsync(
        Actor actor,
        AdjustmentRequestId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        if (request.Approve is null)
            validation.Add("approve", "True or false.");
        var note = validation.Text("note", request.Note, 500);
        if (await database.ReadAsync(c => AdjustmentRequestsSql.FindAsync(c, id), cancellation) is not { } asked)
            return new Missing($"Request {id}");
        if (request.Approve == false && asked.Cause is not null && note.Length == 0)
            validation.Add("note", "Say why: the buyer reads it.");
        var change = CallChange.Read(
            validation,
            new(
                asked.Mode.ToString(),
                request.Revenue ?? asked.Revenue / 1_000_000m,
                request.Payout,
                Effective: request.Effective,
                Reason: asked.Reason,
                Told: string.IsNullOrWhiteSpace(request.Told) ? asked.Cause?.Words() : request.Told
            )
        );
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (request.Approve == false)
            return await DeclineAsync(actor, asked, note, cancellation);
        var done = await adjustments.RunAsync(
            actor,
            asked.CallId,
            change,
            $"request:{id}",
            (unit, _) => RefuseDecidedAsync(unit, id),
            (unit, adjustment) => WriteAsync(unit, actor, asked, RequestState.Approved, note, adjustment.Id),
            cancellation
        );
        return done.IsOk ? await ReadAsync(id, cancellation) : done.Refusal;
    }

    private async Task<Result<AdjustmentRequest>> DeclineAsync(
        Actor actor,
        AdjustmentRequest asked,
        string note,
        CancellationToken cancellation
    )
    {
        if (await database.ReadAsync(c => CallsSql.FindAsync(c, asked.CallId), cancellation) is not { } call)
            return new Missing($"Call {asked.CallId}");
        return await database.WriteOnceAsync<AdjustmentRequest>(
            actor,
            WriteKeys.Of(call.Key),
            async unit =>
            {
                if (await RefuseDecidedAsync(unit, asked.Id) is { } refusal)
                    return refusal;
                await WriteAsync(unit, actor, asked, RequestState.Declined, note, null);
                return (await AdjustmentRequestsSql.FindAsync(unit.Connection, asked.Id))!;
            },
            cancellation
        );
    }

    private static async Task<Refusal?> RefuseDecidedAsync(WriteUnit unit, AdjustmentRequestId id) =>
        (await AdjustmentRequestsSql.FindAsync(unit.Connection, id))!.State == RequestState.Pending
            ? null
            : new Clash("request-decided", "This request was decided already.");

    /// <summary>The decision, its event and the change log.</summary>
    internal static async Task WriteAsync(
        WriteUnit unit,
        Actor actor,
        AdjustmentRequest asked,
        RequestState state,
        string note,
        AdjustmentId? adjustment
    )
    {
        await AdjustmentRequestsSql.DecideAsync(unit, asked.Id, state, actor.Name, note.Length == 0 ? null : note, adjustment);
        await CallEventsSql.AppendAsync(
            unit,
            asked.CallId,
            "AdjustmentDecided",
            unit.Now,
            new
            {
                by = actor.Name,
                state,
                note,
            }
        );
        await ChangeLogSql.AppendAsync(
            unit,
            actor,
            "call",
            $"{asked.CallId}",
            "decide request",
            new { request = asked.Id, state = RequestState.Pending },
            new
            {
                request = asked.Id,
                state,
                note,
            }
        );
    }

    private async Task<Result<AdjustmentRequest>> ReadAsync(AdjustmentRequestId id, CancellationToken cancellation) =>
        (await database.ReadAsync(c => AdjustmentRequestsSql.FindAsync(c, id), cancellation))!;

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/adjustment-requests/{id}/decision",
            async (HttpContext http, AdjustmentRequestId id, Request request, DecideAdjustmentRequest operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
