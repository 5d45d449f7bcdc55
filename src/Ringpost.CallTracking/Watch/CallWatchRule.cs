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
                yield return new AlertDraft(KindOf(last)!.Value, subject, Words(last, target.Name, count));
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

    private static Phrase Words(LegOutcome outcome, string target, int count) =>
        (outcome, count) switch
        {
            (LegOutcome.NoAnswer, 1) => Phrase.Of($"Target {target}: the last call was not answered."),
            (LegOutcome.NoAnswer, _) => Phrase.Of($"Target {target}: the last {count:#,##0} calls were not answered."),
            (LegOutcome.Busy, 1) => Phrase.Of($"Target {target}: the last call found it busy."),
            (LegOutcome.Busy, _) => Phrase.Of($"Target {target}: the last {count:#,##0} calls found it busy."),
            (_, 1) => Phrase.Of($"Target {target}: the last call failed: the carrier could not reach it."),
            _ => Phrase.Of($"Target {target}: the last {count:#,##0} calls failed: the carrier could not reach it."),
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
                    campaign.Untaken == 1
                        ? Phrase.Of(
                            $"Campaign {known.Name}: no target could take a call of the last {facts.Settings.WithinMinutes} minutes. Each call says why."
                        )
                        : Phrase.Of(
                            $"Campaign {known.Name}: no target could take {campaign.Untaken:#,##0} calls of the last {facts.Settings.WithinMinutes} minutes. Each call says why."
                        )
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
        var limit =
            money ? Phrase.Of($"{stand.Line.Limit / 1_000_000m:#,##0.00} {stand.Key.Currency}")
            : stand.Line.Limit == 1 ? "1 call"
            : Phrase.Of($"{stand.Line.Limit:#,##0} calls");
        var owner = Phrase.Of($"{stand.Owner.Kind} {stand.Owner.NameIn(facts.Configuration)}");
        return new AlertDraft(
            AlertKind.CallCapMet,
            $"{CapsFeature.NameOf(stand.Owner.Kind)}:{stand.Owner.Id}#{stand.Line.Field}:{stand.Key.Currency}{stand.Range.From.UnixMilliseconds}",
            stand.Line.Period switch
            {
                CapPeriod.Hourly => Phrase.Of($"{owner}: its hourly cap of {limit} is met."),
                CapPeriod.Daily => Phrase.Of($"{owner}: its daily cap of {limit} is met."),
                CapPeriod.Monthly => Phrase.Of($"{owner}: its monthly cap of {limit} is met."),
                CapPeriod.AllTime => Phrase.Of($"{owner}: its cap of {limit} is met."),
            }
        );
    }

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
                Phrase.Of($"Campaign {campaign.Name}"),
                hours.Now.GetValueOrDefault(campaign.Id),
                hours.Before.Sum(b => b.GetValueOrDefault(campaign.Id))
            );
    }

    private static AlertDraft Hour(WatchFacts facts, string subject, Phrase name, long calls, long before)
    {
        var weeks = facts.Hours!.Before.Count;
        var usual = (decimal)before / weeks;
        var dropped = usual >= facts.Settings.UsualCalls && calls <= usual * (100 - facts.Settings.DropPercent) / 100;
        var hour = TimeZones.InZone(facts.Hours.From, facts.Configuration.Zone);
        return new AlertDraft(
            AlertKind.CallsDropped,
            subject,
            calls == 1
                ? Phrase.Of($"{name}: 1 call from {hour:HH:mm} to {hour.AddHours(1):HH:mm}, {Rounded(usual):#,##0} are usual then.")
                : Phrase.Of(
                    $"{name}: {calls:#,##0} calls from {hour:HH:mm} to {hour.AddHours(1):HH:mm}, {Rounded(usual):#,##0} are usual then."
                ),
            Ended: !dropped
        );
    }

    private static decimal Rounded(decimal usual) => Math.Round(usual, MidpointRounding.AwayFromZero);
}
