using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.CallTracking;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>Follows a call through both halves: its events, its pixels with their attempts, and, by its transaction id, what our own tracker made of them.</summary>
public sealed class TraceCall(GetCall calls, ListPixelLog postbacks, ListConversions conversions, GetConversion conversion)
{
    private const int Most = 100;

    // What was sent may have arrived a little before it was noted as sent.
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(5);

    public async Task<Result<CallTrace>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var call = await calls.RunAsync(actor, id, cancellation);
        if (!call.IsOk)
            return call.Refusal;
        var last = call.Value.Deliveries.SelectMany(d => d.Attempts).Select(a => a.At).Append(call.Value.At).Max(a => a.UnixMilliseconds);
        var arrived = await postbacks.RunAsync(
            actor,
            new PixelLogQuery
            {
                From = $"{call.Value.At - Around}",
                To = $"{new Instant(last) + Around}",
                TransactionId = id.Value,
            },
            new PageRequest(Most),
            cancellation
        );
        if (!arrived.IsOk)
            return arrived.Refusal;
        var listed = await conversions.RunAsync(
            actor,
            new ConversionFilter { TransactionId = id.Value },
            new PageRequest(Most),
            cancellation
        );
        if (!listed.IsOk)
            return listed.Refusal;
        var cards = new List<ConversionCard>();
        foreach (var one in listed.Value.Items)
            if (await conversion.RunAsync(actor, one.Id, cancellation) is { IsOk: true } card)
                cards.Add(card.Value);
        return TraceRule.Of(actor, call.Value, arrived.Value.Items, cards);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls/{id}/trace",
            async (HttpContext http, CallId id, TraceCall operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
