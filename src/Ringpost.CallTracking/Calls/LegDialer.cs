using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Recordings;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>Dials the next target of a call's plan that can take it, until the campaign's dial attempts since the last connection are used (ringba.md 8.3, 8.4).</summary>
internal static class LegDialer
{
    /// <summary>The keys of the caps that dialling on the campaign may decide over.</summary>
    public static IEnumerable<string> KeysOf(CallConfiguration configuration, CallCampaignId campaignId) =>
        CapRanking.KeysOf(
            configuration,
            RoutesOf(configuration, campaignId)
                .Select(r => r.TargetId)
                .Append(CallFallback.Of(configuration, campaignId).TargetId ?? default)
                .SelectMany(t => Reachable(configuration, t))
        );

    /// <summary>The target and, of a group, its members.</summary>
    public static IEnumerable<Target> Reachable(CallConfiguration configuration, TargetId id) =>
        id.Value is null || configuration.Targets.GetValueOrDefault(id) is not { } target
            ? []
            : (target.Destination.Members ?? []).Select(m => configuration.Targets.GetValueOrDefault(m)).OfType<Target>().Prepend(target);

    public static IReadOnlyList<Route> RoutesOf(CallConfiguration configuration, CallCampaignId campaignId) =>
        configuration.Routes.TryGetValue(campaignId, out var routes) ? routes : [];

    /// <summary>Whether neither the route nor whom it leads to is paused.</summary>
    public static bool IsSwitchedOn(CallConfiguration configuration, Route route) =>
        route.Enabled
        && configuration.Targets.GetValueOrDefault(route.TargetId) is { Enabled: true } target
        && (target.BuyerId is not { } buyer || configuration.Buyers.GetValueOrDefault(buyer) is { Enabled: true });

    /// <param name="full">The cap that is known to be full.</param>
    /// <param name="valueOf">The call's tags; null once its filters were judged, which is when it is planned.</param>
    public static RouteCandidate Candidate(
        CallConfiguration configuration,
        Route route,
        IneligibleReason? full,
        Instant now,
        Func<string, string?>? valueOf = null
    )
    {
        var target = configuration.Targets.GetValueOrDefault(route.TargetId);
        var buyer = target?.BuyerId is { } id ? configuration.Buyers.GetValueOrDefault(id) : null;
        return new RouteCandidate(
            route,
            target,
            buyer,
            full,
            target?.Hours?.IsOpen(now) ?? true,
            valueOf is null || target is null || target.Filters.Passes(valueOf)
        );
    }

    /// <summary>Null where nobody is left to dial.</summary>
    public static async Task<LegRecord?> TryDialAsync(CallWriter writer)
    {
        var call = writer.Call;
        if (!writer.Configuration.Campaigns.TryGetValue(call.CampaignId, out var campaign) || Attempts(call) >= campaign.DialAttempts)
            return null;
        var routes = RoutesOf(writer.Configuration, call.CampaignId);
        var skipped = new List<string>();
        LegRecord? leg = null;
        foreach (var planned in call.ReadPlan())
        {
            if (call.Legs.Exists(l => l.RouteId == planned.Route))
                continue;
            if (routes.FirstOrDefault(r => r.Id == planned.Route) is not { } route)
                continue;
            var open = Candidate(writer.Configuration, route, full: null, writer.Unit.Now);
            // A caller who was connected since the plan was made may be one too many.
            var candidate = (await RoutingLimits.JudgeAsync(writer.Unit, call, [open]))[0];
            if (await RefuseAsync(writer, candidate) is { } reason)
            {
                skipped.Add(PlanText.Line(candidate, reason));
                continue;
            }

            leg = await RingAsync(writer, candidate, skipped);
            if (leg is not null)
                break;
        }

        if (skipped.Count > 0)
            await writer.LogAsync("CallPlanDetail", new { eligibleOrderedTargets = "", ineligibleTargets = string.Join('\n', skipped) });
        return leg;
    }

    /// <summary>A leg to the target, or one to each member of a group that can take the call; the first of them, null where nobody can.</summary>
    public static async Task<LegRecord?> RingAsync(CallWriter writer, RouteCandidate candidate, List<string> skipped)
    {
        var (call, now) = (writer.Call, writer.Unit.Now);
        if (candidate.Target!.Destination.Members is not { } members)
            return await AddAsync(writer, candidate.Route, candidate.Target, now);
        call.Tags ??= await CallTagsSql.ListAsync(writer.Unit.Connection, call.Id);
        var valueOf = new CallTokens(call, writer.Configuration, now, call.Tags).Lookup();
        var (ring, first) = (call.Legs.Count + 1, (LegRecord?)null);
        foreach (var member in members)
        {
            var one = Candidate(writer.Configuration, candidate.Route with { TargetId = member }, full: null, now, valueOf);
            one = (await RoutingLimits.JudgeAsync(writer.Unit, call, [one]))[0];
            if (await RefuseAsync(writer, one) is { } reason)
            {
                skipped.Add(PlanText.Line(one, reason));
                continue;
            }

            var leg = await AddAsync(writer, candidate.Route, one.Target!, now, ring: ring);
            first ??= leg;
        }

        if (first is null)
        {
            skipped.Add(PlanText.Line(candidate, IneligibleReason.NoMember));
            await CallSlotsSql.ReleaseAsync(writer.Unit, [candidate.Target.Id.Value], call.Id);
        }

        return first;
    }

    /// <summary>A group's own slot is given back when its dial is over.</summary>
    public static Task ReleaseGroupAsync(CallWriter writer, LegRecord leg) =>
        leg.Ring is not null && RouteOf(writer.Configuration, writer.Call, leg) is { } route
            ? CallSlotsSql.ReleaseAsync(writer.Unit, [route.TargetId.Value], writer.Call.Id)
            : Task.CompletedTask;

    /// <summary>The route that the leg was dialled by, while it is there.</summary>
    public static Route? RouteOf(CallConfiguration configuration, CallRecord call, LegRecord leg) =>
        RoutesOf(configuration, call.CampaignId).FirstOrDefault(r => r.Id == leg.RouteId)
        ?? (CallFallback.RouteOf(configuration, call.CampaignId) is { } fallback && fallback.Id == leg.RouteId ? fallback : null);

    /// <summary>Targets dialled since the last connection: a call that is recovered may be tried as often as a new one.</summary>
    private static int Attempts(CallRecord call) =>
        call.Legs.Skip(1 + call.Legs.FindLastIndex(l => l.Evidence.Connected)).Count(l => l.Ring is null || l.Ring == l.Leg);

    /// <summary>What was free when the plan was made may be taken now: the write itself takes slots and places, or says which cap is full.</summary>
    public static async Task<IneligibleReason?> RefuseAsync(CallWriter writer, RouteCandidate candidate)
    {
        if (RoutingPlan.Refuse(candidate) is { } reason)
            return reason;
        // A test takes no place that a caller could have; planned it was like any call.
        if (writer.Call.Uncounted)
            return null;
        var (call, target) = (writer.Call, candidate.Target!);
        var owners = CapOwner.OfLeg(writer.Configuration, target.Id, target.BuyerId);
        var most = CapMost.OfLeg(candidate.Route.Conversion);
        return (await CapGate.TryTakeAsync(writer.Unit, writer.Configuration, call, owners, call.Legs.Count + 1, most))?.Reason;
    }

    /// <summary>Writes the next leg of a call, under the terms that the route has now.</summary>
    /// <param name="carrierLegId">Null until the carrier names it.</param>
    /// <param name="ring">The number of the first leg that rings at the same time; null where it rings alone.</param>
    public static async Task<LegRecord> AddAsync(
        CallWriter writer,
        Route route,
        Target target,
        Instant dialedAt,
        string? carrierLegId = null,
        long? ring = null
    )
    {
        var leg = new LegRecord
        {
            Leg = writer.Call.Legs.Count + 1,
            Ring = ring,
            RouteId = route.Id,
            TargetId = target.Id,
            BuyerId = target.BuyerId,
            DestinationType = target.Destination.Type,
            Destination = target.Destination.Value,
            ConvertOn = route.Conversion.On,
            ConvertSeconds = route.Conversion.Seconds,
            ConvertTimerStart = route.Conversion.TimerStart,
            ConvertRevenue = route.Conversion.Revenue,
            ConvertLengths = LengthSteps.ToJson(route.Conversion.Lengths),
            ConvertDedupe = route.Conversion.DedupeSeconds,
            CarrierLegId = carrierLegId,
            DialedAt = dialedAt,
        };
        await CallLegsSql.InsertAsync(writer.Unit, writer.Call.Id, leg);
        writer.Call.Legs.Add(leg);
        await writer.LogAsync("TargetDialed", writer.Describe(leg), dialedAt);
        return leg;
    }

    /// <summary>The instruction for a leg and those that ring with it; the same again when the carrier asks again.</summary>
    public static CallAnswer Instruction(CallConfiguration configuration, CallRecord call, LegRecord leg)
    {
        var ring = RingTogether.Of(call, leg);
        var target = leg.Ring is null ? leg.TargetId : RouteOf(configuration, call, leg)?.TargetId ?? leg.TargetId;
        return new CallAnswer.Dial(
            call.Id,
            (int)ring[0].Leg,
            new Destination(ring[0].DestinationType, ring[0].Destination),
            configuration.Targets.GetValueOrDefault(target)?.RingSeconds ?? 30,
            configuration.Campaigns.GetValueOrDefault(call.CampaignId)?.RecordCalls ?? false,
            call.Caller.Length == 0 ? call.Dialed : null
        )
        {
            Also =
                ring.Count == 1
                    ? []
                    : [.. ring.Skip(1).Select(l => new RingingLeg((int)l.Leg, new Destination(l.DestinationType, l.Destination)))],
            Notice = NoticeOf(configuration, call, ring[0]),
        };
    }

    /// <summary>Before the first target only: a caller who is handed on has heard it.</summary>
    private static RecordingNotice? NoticeOf(CallConfiguration configuration, CallRecord call, LegRecord leg) =>
        leg.Leg == 1
        && configuration.Campaigns.GetValueOrDefault(call.CampaignId)
            is { RecordCalls: true, RecordingNotice: { Kind: not NoticeKind.None } notice }
            ? notice
            : null;
}
