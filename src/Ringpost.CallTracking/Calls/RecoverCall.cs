using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.TestCalls;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// Brings in a call that came while nobody here could answer the carrier, from the carrier's own record: credited to whom the number belonged to
/// at its arrival, marked recovered, and settled by the same rules. A leg counts where it went to a target or the fallback of the campaign, as by
/// the carrier's fallback URL.
/// </summary>
public sealed class RecoverCall(CallBook book, Identifiers identifiers)
{
    /// <param name="Caller">Null for an anonymous or withheld number.</param>
    public sealed record Request(
        string CarrierId,
        string CarrierCallId,
        PhoneNumber? Caller,
        string Dialed,
        bool Test,
        CarrierRecord Record
    );

    public Task<RecoverOutcome> RunAsync(Request request, CancellationToken cancellation = default) =>
        book.WriteAsync(
            [CallRecord.KeyOf(request.CarrierId, request.CarrierCallId)],
            (unit, configuration) => RecoverAsync(unit, configuration, request),
            cancellation
        );

    private async Task<RecoverOutcome> RecoverAsync(WriteUnit unit, CallConfiguration configuration, Request request)
    {
        if (!request.Record.Ended)
            return RecoverOutcome.StillGoingOn;
        if (await CallsSql.FindAsync(unit.Connection, request.CarrierId, request.CarrierCallId) is not null)
            return RecoverOutcome.KnownAlready;
        var at = request.Record.StartedAt;
        if (
            await NumberAssignmentsSql.AtAsync(unit.Connection, request.Dialed, at) is not { } assignment
            || !configuration.Campaigns.TryGetValue(assignment.CampaignId, out var campaign)
        )
            return RecoverOutcome.NobodysNumber;

        var caller = request.Caller?.E164 ?? "";
        // As an arrival: of the caller's calls one at a time asks for those before it.
        await unit.AlsoHoldAsync([CallRecord.CallerKeyOf(campaign.Id, caller)]);
        var test = configuration.Tests.Judge(request.Test, caller);
        var earlier =
            test == TestVerdict.Uncounted ? CallerHistory.Unasked : await ArrivalSql.FindAsync(unit.Connection, caller, campaign, at);
        var legs = Legs(configuration, campaign.Id, request.Record);
        // What reached a target has happened; what reached nobody would have been turned away.
        var turned = legs.Count == 0 ? ArrivalGuards.JudgeMissed(configuration, campaign, caller, earlier.Repeat, at) : null;
        var call = new CallRecord
        {
            Id = new CallId(identifiers.TimeOrdered(at)),
            CarrierId = request.CarrierId,
            CarrierCallId = request.CarrierCallId,
            ArrivedAt = at,
            Caller = caller,
            Dialed = request.Dialed,
            NumberId = assignment.NumberId,
            CampaignId = campaign.Id,
            PublisherId = assignment.PublisherId,
            Test = test != TestVerdict.Real,
            Uncounted = test == TestVerdict.Uncounted,
            State = turned is null ? CallState.Dialing : CallState.Blocked,
            BlockReason = turned?.Reason,
            EndedAt = turned is null ? null : request.Record.EndedAt ?? at,
            IncompleteReason = legs.Count == 0 && turned is null ? IncompleteReason.Missed : null,
            Duplicate = earlier.Duplicate,
            PreviouslyConnected = earlier.Ever,
            Currency = campaign.Currency.Code,
        };
        call.TakePayoutTerms(configuration, CallTokens.NoTags);
        await CallsSql.InsertAsync(unit, call);
        await CallCostSql.MarkRecoveredAsync(unit, call.Id);
        if (request.Record.Cost is { } cost)
            await CallCostSql.SetAsync(unit, call.Id, cost);
        var writer = book.Writer(unit, call, configuration);
        await writer.LogAsync("RecoveredCall", new { missed = legs.Count == 0 });
        if (turned is null)
            await PlayAsync(writer, request.Record, legs);
        else
            await writer.LogAsync("BlockedCall", turned.Fields());
        return RecoverOutcome.Recovered;
    }

    /// <summary>What would have been told at the time, in its order.</summary>
    private static async Task PlayAsync(
        CallWriter writer,
        CarrierRecord record,
        IReadOnlyList<(Route Route, Target Target, CarrierLegRecord Leg)> legs
    )
    {
        var call = writer.Call;
        await writer.FireAsync(PixelEvent.Incoming, call.ArrivedAt);
        foreach (var (route, target, told) in legs)
        {
            // The members of a group rang together.
            long? ring = target.Id == route.TargetId ? null : call.Legs.Find(l => l.RouteId == route.Id)?.Ring ?? call.Legs.Count + 1;
            var leg = await LegDialer.AddAsync(writer, route, target, told.StartedAt ?? call.ArrivedAt, told.CarrierLegId, ring);
            await writer.TakeAsync(leg, leg.Evidence.With(told.Report()));
            if (!leg.Evidence.Connected && leg.Ring is null)
                await writer.TellUnreachedAsync(leg, leg.EndedAt);
        }

        foreach (var leg in call.Legs.Where(l => l.Ring is not null && !l.Evidence.Connected))
            await writer.TellUnreachedAsync(leg, leg.EndedAt);

        if (legs.Count == 0)
            await writer.LogAsync("IncompleteCall", new { reason = nameof(IncompleteReason.Missed) });
        writer.Apply(CallFact.LegsOver);
        writer.Apply(CallFact.InboundEnded);
        call.InboundEndedAt = writer.Moment(record.EndedAt ?? call.ArrivedAt + TimeSpan.FromSeconds(record.Seconds ?? 0));
        call.CallSeconds = record.Seconds;
        await writer.SettleAsync(final: true);
        await writer.SaveAsync();
    }

    /// <summary>The legs that went to a target of the campaign; others are nobody's here.</summary>
    private static IReadOnlyList<(Route Route, Target Target, CarrierLegRecord Leg)> Legs(
        CallConfiguration configuration,
        CallCampaignId campaign,
        CarrierRecord record
    )
    {
        IEnumerable<Route> routes = LegDialer.RoutesOf(configuration, campaign);
        if (CallFallback.RouteOf(configuration, campaign) is { } fallback)
            routes = routes.Append(fallback);
        return
        [
            .. record
                .Legs.Where(l => l.End is not null)
                .SelectMany(l =>
                    routes
                        .SelectMany(r => LegDialer.Reachable(configuration, r.TargetId), (route, target) => (route, target, l))
                        .Where(found => found.target.Destination.Value == l.Destination)
                        .Take(1)
                ),
        ];
    }
}

/// <summary>What became of a call from the carrier's books.</summary>
public enum RecoverOutcome
{
    Recovered,

    /// <summary>It is here.</summary>
    KnownAlready,

    /// <summary>The number belonged to no campaign at the time: no business of ours.</summary>
    NobodysNumber,

    /// <summary>It has not ended; the next look takes it.</summary>
    StillGoingOn,
}
