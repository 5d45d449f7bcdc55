using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>
/// Counts the present period of a conversion cap again from what is stored. A conversion that was rejected or returned keeps its place unless this is
/// asked for.
/// </summary>
public sealed class RecountCap(Database database, TimeProvider time)
{
    /// <param name="LeaveOutReturned">Rejected and returned conversions give their places back.</param>
    public sealed record Request(bool? LeaveOutReturned = null);

    public async Task<Result<CapAnswer>> RunAsync(Actor actor, CapId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (await database.ReadAsync(c => CapsSql.FindAsync(c, id), cancellation) is not { } standing)
            return new Missing($"Cap {id}");
        if (standing.Type == CapType.Click)
            return new Clash("cap-counts-clicks", "Clicks are not counted again: their rows go after a while.");
        var leaveOut = request.LeaveOutReturned ?? false;
        var period = CapPeriodRule.Of(standing, Instant.From(time.GetUtcNow()));
        var before = await CapCounting.BeforeAsync(database, standing, period, leaveOut, cancellation);

        return await database.WriteOnceAsync<CapAnswer>(
            actor,
            WriteKeys.Of($"caps:{standing.OfferId}"),
            async unit =>
            {
                if (await CapsSql.FindAsync(unit.Connection, id) is not { } cap)
                    return new Missing($"Cap {id}");
                var was = await CapNow.ReadAsync(unit.Connection, cap, unit.Now);
                // Held while it is counted: what comes now takes its place afterwards.
                if (period is { } now)
                    await CapCountersSql.LockAsync(unit, [new CapSlot(cap, now).Key]);
                await CapCounting.PutAsync(unit, cap, period, before, leaveOut);
                var answer = await CapNow.ReadAsync(unit.Connection, cap, unit.Now);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "cap",
                    $"{id}",
                    "recount",
                    new { was.Used },
                    new { answer.Used, leaveOut },
                    CapWords.CardOf(cap)
                );
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/caps/{id}/recount",
            async (HttpContext http, CapId id, Request request, RecountCap operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
