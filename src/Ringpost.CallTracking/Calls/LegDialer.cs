using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>Dials the next target of a call's plan that can take it, until the campaign's dial attempts are used (ringba.md 8.3).</summary>
internal static class LegDialer
{
    /// <summary>The keys of the caps that dialling on the campaign may decide over.</summary>
    public static IEnumerable<string> KeysOf(CallConfiguration configuration, CallCampaignId campaignId) =>
        RoutesOf(configuration, campaignId)
            .Where(r => configuration.Targets.GetValueOrDefault(r.TargetId)?.ConcurrencyCap is not null)
            .Select(r => CallSlotsSql.KeyOf(r.TargetId));

    public static IReadOnlyList<Route> RoutesOf(CallConfiguration configuration, CallCampaignId campaignId) =>
        configuration.Routes.TryGetValue(campaignId, out var routes) ? routes : [];

    /// <summary>Whether neither the route nor whom it leads to is paused.</summary>
    public static bool IsSwitchedOn(CallConfiguration configuration, Route route) =>
        route.Enabled
        && configuration.Targets.GetValueOrDefault(route.TargetId) is { Enabled: true } target
        && (target.BuyerId is not { } buyer || configuration.Buyers.GetValueOrDefault(buyer) is { Enabled: true });

    /// <param name="valueOf">The call's tags; null once its filters were judged, which is when it is planned.</param>
    public static RouteCandidate Candidate(
        CallConfiguration configuration,
        Route route,
        long slotsUsed,
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
            slotsUsed,
            target?.Hours?.IsOpen(now) ?? true,
            valueOf is null || target is null || target.Filters.Passes(valueOf)
        );
    }

    /// <summary>Null where nobody is left to dial.</summary>
    public static async Task<LegRecord?> TryDialAsync(CallWriter writer)
    {
        var call = writer.Call;
        if (!writer.Configuration.Campaigns.TryGetValue(call.CampaignId, out var campaign) || call.Legs.Count >= campaign.DialAttempts)
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
            var candidate = Candidate(writer.Configuration, route, slotsUsed: 0, writer.Unit.Now);
            if (await RefuseAsync(writer, candidate) is { } reason)
            {
                skipped.Add(PlanText.Line(candidate, reason));
                continue;
            }

            leg = await AddAsync(writer, candidate.Route, candidate.Target!, writer.Unit.Now);
            break;
        }

        if (skipped.Count > 0)
            await writer.LogAsync("CallPlanDetail", new { eligibleOrderedTargets = "", ineligibleTargets = string.Join('\n', skipped) });
        return leg;
    }

    /// <summary>What was free when the plan was made may be taken now: the slot is counted by the write itself.</summary>
    private static async Task<IneligibleReason?> RefuseAsync(CallWriter writer, RouteCandidate candidate)
    {
        if (RoutingPlan.Refuse(candidate) is { } reason)
            return reason;
        return
            candidate.Target!.ConcurrencyCap is { } cap
            && !await CallSlotsSql.TryTakeAsync(writer.Unit, candidate.Target.Id, writer.Call.Id, cap)
            ? IneligibleReason.ConcurrencyFull
            : null;
    }

    /// <summary>Writes the next leg of a call, under the terms that the route has now.</summary>
    /// <param name="carrierLegId">Null until the carrier names it.</param>
    public static async Task<LegRecord> AddAsync(
        CallWriter writer,
        Route route,
        Target target,
        Instant dialedAt,
        string? carrierLegId = null
    )
    {
        var leg = new LegRecord
        {
            Leg = writer.Call.Legs.Count + 1,
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

    /// <summary>The instruction for a leg; the same again when the carrier asks again.</summary>
    public static CallAnswer Instruction(CallConfiguration configuration, CallRecord call, LegRecord leg) =>
        new CallAnswer.Dial(
            call.Id,
            (int)leg.Leg,
            new Destination(leg.DestinationType, leg.Destination),
            configuration.Targets.GetValueOrDefault(leg.TargetId)?.RingSeconds ?? 30,
            configuration.Campaigns.GetValueOrDefault(call.CampaignId)?.RecordCalls ?? false,
            call.Caller.Length == 0 ? call.Dialed : null
        );
}
