using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Records;

/// <summary>Fetches what the carrier's books say of one call: its cost, and where nobody told how it ended, that end, which settles it.</summary>
public sealed class FetchCallRecord(CarrierAccounts accounts, FindCarrierCalls calls, TakeCarrierRecord take)
{
    /// <param name="Ended">False while it goes on.</param>
    /// <param name="Settled">The record told an end that was not known.</param>
    /// <param name="Cost">Null while the carrier has not priced each leg.</param>
    public sealed record Answer(bool Ended, bool Settled, long? Seconds, decimal? Cost, string? Currency, Phrase Message);

    public async Task<Result<Answer>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var place = await calls.RunAsync(actor, id, cancellation);
        if (!place.IsOk)
            return place.Refusal;
        var opened = await accounts.OpenAsync(new CarrierId(place.Value.CarrierId), cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var name = opened.Value.Account.Name;
        var inbound = await opened.Value.GetCallAsync(place.Value.CarrierCallId, cancellation);
        if (!inbound.IsOk)
            return inbound.Refusal;
        if (inbound.Value is null)
            return new Clash("carrier-not-there", $"{name} does not know this call.");
        var children = await opened.Value.ChildrenAsync(place.Value.CarrierCallId, cancellation);
        if (!children.IsOk)
            return children.Refusal;

        var record = CarrierCall.ToRecord(inbound.Value, children.Value, place.Value.At);
        var outcome = await take.RunAsync(place.Value.CarrierId, place.Value.CarrierCallId, record, cancellation);
        var settled = outcome == FactOutcome.Taken;
        var price = record.Cost is { } cost
            ? Phrase.Of($"It cost {cost}.")
            : Phrase.Of($"{name} has not priced it yet; try again in some minutes.");
        var message =
            !record.Ended ? Phrase.Of($"{name} says that the call goes on.")
            : settled ? Phrase.Joined(["The record told how the call ended.", price])
            : price;
        return new Answer(record.Ended, settled, record.Seconds, record.Cost?.Amount, record.Cost?.Currency.Code, message);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/carrier-record",
            async (HttpContext http, CallId id, FetchCallRecord operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
