using Microsoft.Extensions.Logging;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>
/// A call in the hands of one unit of work: facts go in, and what follows from them — state, events, pixels, slots, timer, settlement — is
/// written in the same transaction.
/// </summary>
internal sealed class CallWriter(
    WriteUnit unit,
    CallRecord call,
    CallConfiguration configuration,
    Outbox outbox,
    CallOptions options,
    ILogger log
)
{
    private readonly CallState _stateBefore = call.State;
    private object _callStored = CallsSql.StateOf(call);
    private object[] _legsStored = [.. call.Legs.Select(leg => CallLegsSql.StateOf(call.Id, leg))];
    private readonly CapCounting _caps = new(call);
    private int _fired;

    public WriteUnit Unit => unit;

    public CallRecord Call => call;

    public CallConfiguration Configuration => configuration;

    /// <summary>What a test call would have come to; null for a call that counts.</summary>
    public CallSettlement? Rehearsed { get; private set; }

    public FactOutcome Apply(CallFact fact)
    {
        var next = CallTransitions.Next(call.State, fact);
        if (next.To is { } to)
            call.State = to;
        return next.Outcome;
    }

    public bool Allows(CallFact fact) => CallTransitions.Next(call.State, fact).To is not null;

    public Task LogAsync(string name, object? fields = null, Instant? at = null) =>
        CallEventsSql.AppendAsync(unit, call.Id, name, at ?? unit.Now, fields);

    /// <summary>What one transaction fires is due a millisecond apart, so that it leaves in the order in which it was fired.</summary>
    public Task FireAsync(PixelEvent pixelEvent, Instant? at = null) =>
        CallPixels.FireAsync(unit, outbox, call, configuration, pixelEvent, at ?? unit.Now, unit.Now + TimeSpan.FromMilliseconds(_fired++));

    /// <summary>A recovered call is with another target: pixels that ask for each connection fire for this one.</summary>
    private Task FireReconnectedAsync(LegRecord leg) =>
        CallPixels.FireAsync(
            unit,
            outbox,
            call,
            configuration,
            PixelEvent.Connected,
            leg.AnsweredAt ?? unit.Now,
            unit.Now + TimeSpan.FromMilliseconds(_fired++),
            reconnection: $"leg-{leg.Leg}"
        );

    /// <summary>An adjustment fires its pixels each time.</summary>
    public Task FireAdjustedAsync(CallAdjustment adjustment) =>
        CallPixels.FireAsync(
            unit,
            outbox,
            call,
            configuration,
            PixelEvent.Adjusted,
            unit.Now,
            unit.Now + TimeSpan.FromMilliseconds(_fired++),
            adjustment
        );

    /// <summary>
    /// A person pays what no rule paid: the call is paid by it, and what listens to payouts is told once, of what the call has now. Else no
    /// receiver would have a conversion whose amounts could change.
    /// </summary>
    public async Task PayAdjustedAsync(CallAdjustment adjustment)
    {
        (call.Paid, call.PayoutDecided, call.PayoutReason) = (true, true, null);
        (call.PayoutEarlierId, call.PayoutEarlierAt, call.PayoutWindow) = (null, null, null);
        await LogAsync("PayoutCall", new { payoutAmount = adjustment.Payout / 1_000_000m, adjustmentId = adjustment.Id });
        await CallPixels.FireAsync(
            unit,
            outbox,
            call,
            configuration,
            PixelEvent.Payout,
            unit.Now,
            unit.Now + TimeSpan.FromMilliseconds(_fired++),
            current: new CallAmounts(adjustment.Revenue, adjustment.Payout)
        );
    }

    /// <summary>The carrier's clock where it is believable: not before the call arrived and not after now.</summary>
    public Instant Moment(Instant? stamp) =>
        stamp is not { } at || at > unit.Now ? unit.Now
        : at < call.ArrivedAt ? call.ArrivedAt
        : at;

    /// <summary>Takes the leg's evidence: a first connection is an event, a leg that ended gives back its slot.</summary>
    public async Task TakeAsync(LegRecord leg, LegEvidence evidence)
    {
        var ended = leg.Evidence.End is null && evidence.End is not null;
        leg.Evidence = evidence;
        RingTogether.Judge(call, leg);
        foreach (var one in RingTogether.Of(call, leg))
            one.Outcome = one.Evidence.Outcome(call.InboundEndedAt is not null);
        if (ended)
        {
            leg.EndedAt = Moment(evidence.Ended);
            await CallSlotsSql.ReleaseAsync(unit, LeftBy(leg), call.Id);
        }

        await TakeConnectionAsync();
    }

    /// <summary>Goes on as far as the facts allow: settles when nothing is waited for, else makes sure that waiting ends.</summary>
    public async Task AdvanceAsync()
    {
        if (call.State == CallState.CallerGone && RingTogether.LastOf(call) is { Evidence: { Connected: false, End: not null } } last)
        {
            // The dial's own result would only repeat it: nobody was joined, and nobody is there to dial for.
            foreach (var leg in RingTogether.Of(call, last))
            {
                leg.Outcome = leg.Evidence.Outcome(callerGone: true);
                await TellUnreachedAsync(leg);
            }

            Apply(CallFact.LegsOver);
        }

        if (call.State == CallState.Settling)
            await SettleAsync(final: false);
        if (call.State == CallState.EndUnknown)
            await SettleAsync(final: true);
        // Measured from the first of the two ends, so that a stream of repeats can't put the settlement off.
        if (IsWaiting(call.State) && !IsWaiting(_stateBefore))
            await CallEndTimer.SetAsync(unit, call, unit.Now + options.EndGrace);
    }

    /// <param name="final">Decide with what is known; nothing more is waited for.</param>
    public async Task SettleAsync(bool final)
    {
        if (await DecideAsync(final) is not { } settlement)
            return;
        if (call.Uncounted)
            (Rehearsed, settlement) = (settlement, CallSettlement.OfTest(call.Legs.Count));
        var isFirstEnd = !call.IsOver;
        CallEnd.Describe(call, unit.Now);
        var converts = CallEnd.WriteConversion(call, settlement);
        var pays = CallEnd.WritePayout(call, settlement.Payout);
        Apply(settlement.IsWhole ? CallFact.Settled : CallFact.GivenUp);
        await TimersSql.CancelAsync(unit, CallEndTimer.Kind, call.Id.Value);
        await CallSlotsSql.ReleaseAllAsync(unit, call.Id);
        await CallEnd.TellAsync(this, isFirstEnd, converts, pays);
        var (id, state, seconds) = (call.Id.Value, call.State, call.ConnectedSeconds);
        unit.AfterCommit(() => CallsLog.Ended(log, id, state, seconds, call.Converted, call.Paid));
    }

    /// <summary>Null where more is waited for. The caller's earlier calls are asked for once it is clear that the call settles now.</summary>
    private async Task<CallSettlement?> DecideAsync(bool final)
    {
        LegCase[] legs = [.. call.Legs.Select(l => l.CaseIn(call))];
        if (!call.IsEndStated)
            return final ? CallSettlement.EndUnknown(legs) : null;
        var terms = call.ReadPayoutTerms();
        var settlement = CallSettlement.Decide(legs, terms, call.CallSeconds, final);
        if (!settlement.IsWhole && !final)
            return null;
        var dedupe = await DedupeKeys.AskAsync(unit, call, terms);
        var valueOf = await TagsForAsync(terms);
        if (dedupe == DedupeFacts.Unasked && valueOf is null)
            return settlement;
        settlement = CallSettlement.Decide(legs, terms, call.CallSeconds, final, dedupe, valueOf);
        return settlement.IsWhole || final ? settlement : null;
    }

    /// <summary>What the payout rules ask of the call's end; null where none does.</summary>
    public async Task<Func<string, string?>?> TagsForAsync(IReadOnlyList<PayoutTerm> terms) =>
        call.PayoutDecided || terms.All(t => t.Filters is null)
            ? null
            : new CallTokens(
                call.AsEnded(unit.Now),
                configuration,
                unit.Now,
                await CallTagsSql.ListAsync(unit.Connection, call.Id)
            ).Lookup();

    /// <summary>
    /// The buyer's word on a leg. Before the conversion is decided it is evidence; after that the leg converts now, by its own terms, and the
    /// payout rules that a conversion can meet are asked again unless one has paid (ringba.md 12.1).
    /// </summary>
    public async Task ConvertLateAsync(LegRecord leg)
    {
        if (!call.ConversionDecided || !call.IsOver || call.Uncounted)
            return;
        LegCase[] legs = [.. call.Legs.Select(l => l.CaseIn(call))];
        PayoutTerm[] terms = [.. call.ReadPayoutTerms().Where(t => t.On == PayoutOn.Converted || t.Share is not null)];
        var waits = !call.PayoutDecided;
        (call.ConversionDecided, call.PayoutDecided) = (false, call.Paid);
        var dedupe = await DedupeKeys.AskAsync(unit, call, terms);
        var verdict = CallSettlement.Judge(leg.CaseIn(call), call.CallSeconds, final: true, dedupe);
        var converts = CallEnd.WriteLateConversion(call, leg, verdict);
        var payout = PayoutDecision.Decide(
            terms,
            CallSettlement.CaseOf(legs, call.CallSeconds, call.Converted ? Verdict.Met : Verdict.NotMet, call.Revenue) with
            {
                Dedupe = dedupe,
                ValueOf = await TagsForAsync(terms),
            }
        );
        // A payout that waits for the carrier's word is decided by that, with the conversion.
        var pays =
            !waits
            && (payout.Paid is not null || call.PayoutReason is PayoutRefusal.NotConverted or PayoutRefusal.NoRevenue)
            && CallEnd.WritePayout(call, payout);
        (call.ConversionDecided, call.PayoutDecided) = (true, !waits);
        await CallEnd.TellLateAsync(this, leg, converts, pays);
    }

    /// <summary>What is as it is stored is left alone.</summary>
    public async Task SaveAsync()
    {
        await _caps.WriteAsync(unit, configuration);
        var state = CallsSql.StateOf(call);
        if (!state.Equals(_callStored))
            await CallsSql.UpdateAsync(unit, state);
        object[] legs = [.. call.Legs.Select(leg => CallLegsSql.StateOf(call.Id, leg))];
        for (var i = 0; i < legs.Length; i++)
            if (i >= _legsStored.Length || !legs[i].Equals(_legsStored[i]))
                await CallLegsSql.UpdateAsync(unit, legs[i]);
        (_callStored, _legsStored) = (state, legs);
    }

    /// <summary>The event of a leg that nobody was joined with; one that another leg answered in place of has none.</summary>
    public Task TellUnreachedAsync(LegRecord leg, Instant? at = null) =>
        leg.Outcome is { } outcome and not LegOutcome.AnsweredElsewhere
            ? LogAsync(CallEnd.EventOf(outcome), Describe(leg), at)
            : Task.CompletedTask;

    public Dictionary<string, object?> Describe(LegRecord leg)
    {
        configuration.Targets.TryGetValue(leg.TargetId, out var target);
        Buyer? buyer = null;
        if (leg.BuyerId is { } buyerId)
            configuration.Buyers.TryGetValue(buyerId, out buyer);
        return new()
        {
            ["leg"] = leg.Leg,
            ["targetId"] = leg.TargetId,
            ["targetName"] = target?.Name,
            ["targetNumber"] = leg.Destination,
            ["buyerId"] = leg.BuyerId,
            ["buyerName"] = buyer?.Name,
            ["buyerSubId"] = buyer?.SubId,
        };
    }

    /// <summary>What a leg that ended gives back: its slots, but for one that another leg to the same buyer needs, and its places unless it may still convert.</summary>
    private List<string> LeftBy(LegRecord leg)
    {
        List<string> caps = [leg.TargetId.Value];
        if (leg.BuyerId is { } buyer && !call.Legs.Exists(l => l.BuyerId == buyer && l.EndedAt is null))
            caps.Add(buyer.Value);
        if (!leg.Evidence.Connected && leg.ConvertOn != ConvertOn.Dialed)
        {
            caps.Add(CapPlace.NameOf(leg.TargetId.Value, leg.Leg));
            if (leg.BuyerId is { } of)
                caps.Add(CapPlace.NameOf(of.Value, leg.Leg));
        }

        return caps;
    }

    private async Task TakeConnectionAsync()
    {
        if (call.ConnectedLeg is not { } leg)
        {
            // Answered, the carrier said, and then: never joined with the caller. What was sent stays sent.
            (call.Connected, call.ConnectedAt, call.TargetId, call.BuyerId) = (false, null, null, null);
            return;
        }

        if (call.Connected && leg.AnsweredAt is not null)
        {
            (call.TargetId, call.BuyerId) = (leg.TargetId, leg.BuyerId);
            return;
        }

        var talked = TimeSpan.FromSeconds(leg.Evidence.ConnectedSeconds ?? 0);
        leg.AnsweredAt = Moment(leg.Evidence.Answered ?? (leg.Evidence.Ended ?? unit.Now) - talked);
        // A recovered call was connected before: it is with another target now, and the event is told once.
        var isFirst = !call.Connected;
        (call.Connected, call.TargetId, call.BuyerId) = (true, leg.TargetId, leg.BuyerId);
        if (isFirst)
            call.ConnectedAt = leg.AnsweredAt;
        Apply(CallFact.LegAnswered);
        await LogAsync("ConnectedCall", Connection(leg), leg.AnsweredAt);
        if (isFirst)
            await FireAsync(PixelEvent.Connected, leg.AnsweredAt);
        else
            await FireReconnectedAsync(leg);
    }

    private Dictionary<string, object?> Connection(LegRecord leg) =>
        new(Describe(leg))
        {
            ["timeToConnect"] = (leg.AnsweredAt!.Value.UnixMilliseconds - call.ArrivedAt.UnixMilliseconds) / 1000m,
            ["callConnectionDt"] = leg.AnsweredAt!.Value.UnixMilliseconds,
        };

    private static bool IsWaiting(CallState state) => state is CallState.LegsOver or CallState.CallerGone or CallState.Settling;
}
