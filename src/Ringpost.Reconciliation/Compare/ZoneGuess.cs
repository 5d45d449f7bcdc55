using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>A call and a conversion that belong together, by the clocks of their files.</summary>
internal readonly record struct ClockPair(long Call, long Conversion);

/// <summary>In which zones the files are, and what there is to say about it.</summary>
internal sealed record ZoneDecision(TimeZoneInfo Calls, TimeZoneInfo Conversions, CompareGuess Of, string? Advice)
{
    /// <summary>False where only the difference of the clocks is known: then no time has a name of its zone.</summary>
    public bool IsNamed { get; init; } = true;
}

/// <summary>
/// Finds out how the clocks of the two files stand to each other by pairs that the call id joined: a conversion comes soon after its call, so
/// what all of them stand later is the difference of the zones. Without I/O.
/// </summary>
internal static class ZoneGuess
{
    private const long Minute = 60_000;
    private const long Before = -2 * Minute;

    /// <summary>Under an hour, so that the change of clocks in spring is seen; longer calls are few.</summary>
    private const long After = 55 * Minute;

    private const double Nearly = 0.95;
    private const long Step = 30 * Minute;
    private const int Farthest = 27;

    /// <summary>Where trackers are run, the likeliest first; what they all do alike is decided by the first.</summary>
    private static readonly TimeZoneInfo[] Likely =
    [
        .. new[]
        {
            "UTC",
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Phoenix",
            "Europe/London",
            "Europe/Berlin",
            "Europe/Athens",
            "America/Sao_Paulo",
            "Asia/Kolkata",
            "Asia/Dubai",
            "Asia/Jerusalem",
            "Asia/Manila",
            "Australia/Sydney",
        }
            .Select(id => TimeZones.TryFind(id, out var zone) ? zone : null)
            .OfType<TimeZoneInfo>(),
    ];

    public static ZoneDecision Decide(TimeZoneInfo? calls, TimeZoneInfo? conversions, IReadOnlyList<ClockPair> pairs)
    {
        if (calls is not null && conversions is not null)
            return new(calls, conversions, Known(calls, conversions), Doubt(calls, conversions, pairs));
        if (pairs.Count == 0)
        {
            var only = calls ?? conversions ?? TimeZoneInfo.Utc;
            return new(only, only, new("zones", Name(only, calls ?? conversions), "nothing joins the files yet; taken as one zone"), null)
            {
                IsNamed = calls is not null || conversions is not null,
            };
        }

        if (calls is null && conversions is null)
            return OfNeither(pairs);
        var (zone, share) = Best(calls, conversions, pairs);
        var (ofCalls, ofConversions) = calls is null ? (zone, conversions!) : (calls, zone);
        var because = $"{Percent(share)} of the joined conversions then stand within an hour of their call";
        var side = calls is null ? "calls" : "conversions";
        return new(
            ofCalls,
            ofConversions,
            new("zones", $"calls {ofCalls.Id}, conversions {ofConversions.Id}", because),
            share < 0.5 || Same(ofCalls, ofConversions)
                ? null
                : $"The {side} are in another zone: taken is {zone.Id}. To settle it: --{side}-zone {zone.Id}."
        );
    }

    /// <summary>The shift that most pairs share, in whole half hours, and its share of them.</summary>
    public static (TimeSpan Shift, double Share) Shift(IReadOnlyList<ClockPair> pairs)
    {
        if (pairs.Count == 0)
            return (TimeSpan.Zero, 0);
        var here = Share(pairs, 0);
        if (here >= Nearly)
            return (TimeSpan.Zero, here);
        var (best, most) = (0L, here);
        for (var shift = -Farthest * 60 * Minute; shift <= Farthest * 60 * Minute; shift += Step)
            if (Share(pairs, shift) is var share && share >= most && share > here)
                (best, most) = (shift, Math.Max(most, share));
        return (TimeSpan.FromMilliseconds(best), most);
    }

    /// <summary>“5 hours later”, “4:30 hours earlier”.</summary>
    public static string Words(TimeSpan shift)
    {
        var hours = shift.Duration();
        var number =
            hours.Minutes == 0
                ? ((int)hours.TotalHours).ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{(int)hours.TotalHours}:{hours.Minutes:00}");
        return $"{number} {(number == "1" ? "hour" : "hours")} {(shift < TimeSpan.Zero ? "earlier" : "later")}";
    }

    private static ZoneDecision OfNeither(IReadOnlyList<ClockPair> pairs)
    {
        var (shift, share) = Shift(pairs);
        if (share >= Nearly)
        {
            if (shift == TimeSpan.Zero)
                return OneZone(pairs);
            var fixedZone = Fixed(shift);
            return new(
                TimeZoneInfo.Utc,
                fixedZone,
                new("zones", $"the conversions' clock is {Words(shift)}", $"{Percent(share)} of the joined conversions stand so"),
                $"All conversions stand {Words(shift)}: the files are in two zones. {Settle(pairs, null)}"
            )
            {
                IsNamed = false,
            };
        }

        var (calls, conversions, both) = BestPair(pairs);
        return both >= Nearly
            ? new(
                calls,
                conversions,
                new(
                    "zones",
                    $"calls {calls.Id}, conversions {conversions.Id}",
                    $"{Percent(both)} of the joined conversions then stand within an hour of their call"
                ),
                $"The files are in two zones whose difference changes with the season. To settle it: --calls-zone {calls.Id} --conversions-zone {conversions.Id}."
            )
            : OneZone(pairs);
    }

    /// <summary>What comes hours late comes late; only where next to nothing is in place there is something to say.</summary>
    private static ZoneDecision OneZone(IReadOnlyList<ClockPair> pairs)
    {
        var share = Share(pairs, 0);
        return new(
            TimeZoneInfo.Utc,
            TimeZoneInfo.Utc,
            new("zones", "one zone for both", $"{Percent(share)} of the joined conversions stand within an hour of their call"),
            share >= 0.5
                ? null
                : "No difference of zones explains how far conversions stand from their calls. Say the zones by --calls-zone and --conversions-zone."
        )
        {
            IsNamed = false,
        };
    }

    private static string? Doubt(TimeZoneInfo calls, TimeZoneInfo conversions, IReadOnlyList<ClockPair> pairs)
    {
        var (shift, share) = Shift(InUtc(calls, conversions, pairs));
        return shift == TimeSpan.Zero || share < 0.8
            ? null
            : $"All conversions stand {Words(shift)}, though the zones are known: one of them is wrong. {Settle(pairs, calls)}";
    }

    private static string Settle(IReadOnlyList<ClockPair> pairs, TimeZoneInfo? calls)
    {
        if (calls is not null)
            return Best(calls, null, pairs) is var (zone, share) && share >= 0.8
                ? $"Pass --conversions-zone {zone.Id}."
                : "Pass --conversions-zone ZONE.";
        var (ofCalls, ofConversions, both) = BestPair(pairs);
        return both >= Nearly
            ? $"Pass --calls-zone and --conversions-zone, as --calls-zone {ofCalls.Id} --conversions-zone {ofConversions.Id}."
            : "Pass --calls-zone ZONE --conversions-zone ZONE.";
    }

    private static CompareGuess Known(TimeZoneInfo calls, TimeZoneInfo conversions) =>
        new(
            "zones",
            Same(calls, conversions) ? $"{calls.Id} for both" : $"calls {calls.Id}, conversions {conversions.Id}",
            "given, or told by the files"
        );

    private static (TimeZoneInfo Zone, double Share) Best(TimeZoneInfo? calls, TimeZoneInfo? conversions, IReadOnlyList<ClockPair> pairs)
    {
        var same = (calls ?? conversions)!;
        var (best, most) = (same, Share(InUtc(same, same, pairs), 0));
        foreach (var zone in Likely)
            if (Share(InUtc(calls ?? zone, conversions ?? zone, pairs), 0) is var share && share > most + 0.005)
                (best, most) = (zone, share);
        return (best, most);
    }

    private static (TimeZoneInfo Calls, TimeZoneInfo Conversions, double Share) BestPair(IReadOnlyList<ClockPair> pairs)
    {
        var (calls, conversions, most) = (TimeZoneInfo.Utc, TimeZoneInfo.Utc, 0.0);
        // America's own come first: of the pairs that are as good as each other the likeliest calls are New York's.
        foreach (var ofCalls in Likely.Skip(1).Append(Likely[0]))
        foreach (var ofConversions in Likely)
            if (Share(InUtc(ofCalls, ofConversions, pairs), 0) is var share && share > most + 0.005)
                (calls, conversions, most) = (ofCalls, ofConversions, share);
        return (calls, conversions, most);
    }

    private static ClockPair[] InUtc(TimeZoneInfo calls, TimeZoneInfo conversions, IReadOnlyList<ClockPair> pairs)
    {
        var (ofCalls, ofConversions) = (new ZoneClock(calls), new ZoneClock(conversions));
        return [.. pairs.Select(p => new ClockPair(ofCalls.ToUtc(p.Call), ofConversions.ToUtc(p.Conversion)))];
    }

    private static double Share(IReadOnlyList<ClockPair> pairs, long shift)
    {
        var count = 0;
        foreach (var pair in pairs)
            if (pair.Conversion - pair.Call - shift is >= Before and < After)
                count++;
        return (double)count / pairs.Count;
    }

    private static TimeZoneInfo Fixed(TimeSpan shift)
    {
        var name = $"UTC{(shift < TimeSpan.Zero ? "-" : "+")}{shift.Duration():hh\\:mm}";
        return shift.Duration() <= TimeSpan.FromHours(14) ? TimeZoneInfo.CreateCustomTimeZone(name, shift, name, name) : TimeZoneInfo.Utc;
    }

    private static bool Same(TimeZoneInfo one, TimeZoneInfo other) => one.Id == other.Id;

    private static string Name(TimeZoneInfo zone, TimeZoneInfo? known) => known is null ? "one zone for both" : $"{zone.Id} for both";

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
