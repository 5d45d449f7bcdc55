using System.Globalization;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Watch;

/// <summary>
/// What is wrong with calls, and what is right again; the rest is as it was told. Without I/O (peers.md 3: the alerts that people of this field
/// build for themselves).
/// </summary>
internal static class CallWatchRule
{
    /// <summary>So long no call must have been without a target before that is said to be over.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(10);

    /// <returns>Ended ones are told only where it was told that they hold.</returns>
    public static IEnumerable<AlertDraft> Judge(WatchFacts facts, Instant now) =>
        [.. Targets(facts), .. Campaigns(facts, now), .. facts.Full.Select(stand => Cap(facts, stand)), .. Hours(facts)];

    /// <summary>Failures that follow one another up to now; one that is answered ends them. Who hung up while it rang says nothing of a target.</summary>
    private static IEnumerable<AlertDraft> Targets(WatchFacts facts)
    {
        foreach (
            var legs in facts.Legs.Where(l => KindOf(l.Outcome) is not null || l.Outcome == LegOutcome.Answered).GroupBy(l => l.TargetId)
        )
        {
            if (!facts.Configuration.Targets.TryGetValue(legs.Key, out var target))
                continue;
            var subject = $"target:{legs.Key}";
            var last = legs.First().Outcome;
            if (last == LegOutcome.Answered)
            {
                foreach (var kind in (AlertKind[])[AlertKind.NoAnswer, AlertKind.Busy, AlertKind.TargetFails])
                    yield return new AlertDraft(kind, subject, $"Target {target.Name}: a call was answered again.", Ended: true);
                continue;
            }

            var count = legs.TakeWhile(l => l.Outcome == last).Count();
            if (count >= facts.Settings.InARow)
                yield return new AlertDraft(
                    KindOf(last)!.Value,
                    subject,
                    $"Target {target.Name}: {Calls(count, "the last call", "the last {0} calls")} {Words(last, count)}."
                );
        }
    }

    private static AlertKind? KindOf(LegOutcome outcome) =>
        outcome switch
        {
            LegOutcome.NoAnswer => AlertKind.NoAnswer,
            LegOutcome.Busy => AlertKind.Busy,
            LegOutcome.Failed => AlertKind.TargetFails,
            _ => null,
        };

    private static string Words(LegOutcome outcome, int count) =>
        outcome switch
        {
            LegOutcome.NoAnswer => count == 1 ? "was not answered" : "were not answered",
            LegOutcome.Busy => "found it busy",
            _ => "failed: the carrier could not reach it",
        };

    private static IEnumerable<AlertDraft> Campaigns(WatchFacts facts, Instant now)
    {
        foreach (var campaign in facts.Campaigns)
        {
            if (!facts.Configuration.Campaigns.TryGetValue(campaign.CampaignId, out var known))
                continue;
            var subject = $"call-campaign:{campaign.CampaignId}";
            if (campaign.LastUntaken is { } untaken && !(campaign.LastTaken > untaken))
                yield return new AlertDraft(
                    AlertKind.NoEligibleTarget,
                    subject,
                    $"Campaign {known.Name}: no target could take {Calls(campaign.Untaken, "a call", "{0} calls")} of the last {facts.Settings.WithinMinutes} minutes. Each call says why."
                );
            else if (!(campaign.LastUntaken > now - Calm))
                yield return new AlertDraft(
                    AlertKind.NoEligibleTarget,
                    subject,
                    $"Campaign {known.Name}: targets take its calls again.",
                    Ended: true
                );
        }
    }

    /// <summary>Told once a period.</summary>
    private static AlertDraft Cap(WatchFacts facts, CapStand stand)
    {
        var money = stand.Line.Measure == CapMeasure.Money;
        var limit = money
            ? $"{(stand.Line.Limit / 1_000_000m).ToString("#,##0.00", CultureInfo.InvariantCulture)} {stand.Key.Currency}"
            : $"{stand.Line.Limit.ToString("#,##0", CultureInfo.InvariantCulture)} {(stand.Line.Limit == 1 ? "call" : "calls")}";
        return new AlertDraft(
            AlertKind.CallCapMet,
            $"{CapsFeature.NameOf(stand.Owner.Kind)}:{stand.Owner.Id}#{stand.Line.Field}:{stand.Key.Currency}{stand.Range.From.UnixMilliseconds}",
            $"{stand.Owner.Kind} {stand.Owner.NameIn(facts.Configuration)}: its {PeriodOf(stand.Line.Period)}cap of {limit} is met."
        );
    }

    private static string PeriodOf(CapPeriod period) =>
        period switch
        {
            CapPeriod.Hourly => "hourly ",
            CapPeriod.Daily => "daily ",
            CapPeriod.Monthly => "monthly ",
            CapPeriod.AllTime => "",
        };

    /// <summary>Usual is the average of the same hour in the four weeks before; weeks without a call count as such, so that a young campaign is judged late.</summary>
    private static IEnumerable<AlertDraft> Hours(WatchFacts facts)
    {
        if (facts.Hours is not { } hours || facts.Settings.DropPercent == 0)
            yield break;
        yield return Hour(facts, "calls", "All campaigns", hours.Now.Values.Sum(), hours.Before.Sum(b => b.Values.Sum()));
        foreach (var campaign in facts.Configuration.Campaigns.Values)
            yield return Hour(
                facts,
                $"call-campaign:{campaign.Id}",
                $"Campaign {campaign.Name}",
                hours.Now.GetValueOrDefault(campaign.Id),
                hours.Before.Sum(b => b.GetValueOrDefault(campaign.Id))
            );
    }

    private static AlertDraft Hour(WatchFacts facts, string subject, string name, long calls, long before)
    {
        var weeks = facts.Hours!.Before.Count;
        var usual = (decimal)before / weeks;
        var dropped = usual >= facts.Settings.UsualCalls && calls <= usual * (100 - facts.Settings.DropPercent) / 100;
        var hour = TimeZones.InZone(facts.Hours.From, facts.Configuration.Zone);
        return new AlertDraft(
            AlertKind.CallsDropped,
            subject,
            $"{name}: {Calls(calls, "1 call", "{0} calls")} from {hour:HH:mm} to {hour.AddHours(1):HH:mm}, "
                + $"{Math.Round(usual, MidpointRounding.AwayFromZero):#,##0} are usual then.",
            Ended: !dropped
        );
    }

    private static string Calls(long count, string one, string many) =>
        count == 1 ? one : string.Format(CultureInfo.InvariantCulture, many, count.ToString("#,##0", CultureInfo.InvariantCulture));
}
