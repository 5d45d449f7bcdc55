using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Records;

/// <summary>Tells the carrier to end a call that goes on. What it then reports ends and settles the call here as any end does.</summary>
public sealed class EndLiveCall(CarrierAccounts accounts, FindCarrierCalls calls, FetchCallRecord record, Database database)
{
    /// <param name="Message">What to tell the person who asked.</param>
    public sealed record Answer(Phrase Message);

    public async Task<Result<Answer>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var place = await calls.RunAsync(actor, id, cancellation);
        if (!place.IsOk)
            return place.Refusal;
        if (!place.Value.Live)
            return new Clash("call-is-over", "The call is over already.");
        var opened = await accounts.OpenAsync(new CarrierId(place.Value.CarrierId), cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        // Who ended a call must be known even where the carrier's answer is lost.
        await database.WriteAsync(
            WriteKeys.None,
            unit => ChangeLogSql.AppendAsync(unit, actor, "call", $"{id}", "end", null, null),
            cancellation
        );
        var ended = await opened.Value.EndCallAsync(place.Value.CarrierCallId, cancellation);
        if (ended.IsOk)
            return ended.Value is null
                ? new Clash("carrier-not-there", $"{opened.Value.Account.Name} does not know this call.")
                : new Answer($"{opened.Value.Account.Name} was told to end the call. Its report ends it here in a moment.");
        if (ended.Refusal.Type != TwilioAccount.CallOver)
            return ended.Refusal;
        // It was over at the carrier, which then never told: its record does.
        var read = await record.RunAsync(actor, id, cancellation);
        return read.IsOk ? new Answer("The call was over at the carrier already; its record has ended it here.") : read.Refusal;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/end",
            async (HttpContext http, CallId id, EndLiveCall operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
