namespace Ringpost.CallTracking.Calls;

/// <summary>
/// The legs of one dial that ring at the same time (ringba.md 8.2, target groups): the first answer gets the call. Read from what is known of all
/// of them, so that the order in which it came makes no difference.
/// </summary>
internal static class RingTogether
{
    /// <summary>The leg and those that rang with it; alone where nobody did.</summary>
    public static IReadOnlyList<LegRecord> Of(CallRecord call, LegRecord leg) =>
        leg.Ring is null ? [leg] : call.Legs.FindAll(l => l.Ring == leg.Ring);

    /// <summary>The leg that tells how the call stands: the one that got it, else one that still rings, else the last.</summary>
    public static LegRecord? LastOf(CallRecord call)
    {
        if (call.Legs.Count == 0)
            return null;
        var ring = Of(call, call.Legs[^1]);
        return ring.FirstOrDefault(l => l.Evidence.Connected)
            ?? ring.LastOrDefault(l => l.Evidence is { End: null, Lost: false })
            ?? ring.LastOrDefault(l => !l.Evidence.Lost)
            ?? ring[^1];
    }

    /// <summary>Says of each leg that rang with others whether another one got the call.</summary>
    public static void Judge(CallRecord call, LegRecord leg)
    {
        if (leg.Ring is null)
            return;
        var ring = Of(call, leg);
        var winner = Winner(ring);
        foreach (var one in ring)
            one.Evidence = one.Evidence with { Lost = winner is not null && one != winner };
    }

    /// <summary>Whether the dial connected and nobody said yet which of the legs it was with: reports of them are still to come.</summary>
    public static bool IsGuess(IReadOnlyList<LegRecord> ring) =>
        ring[0].Evidence.Dial is { End: LegEnd.Completed } dial
        && !ring.Any(l => dial.AnsweredBy is { } named ? l.CarrierLegId == named : Answered(l));

    private static bool Answered(LegRecord leg) => leg.Evidence.AnsweredSeen || leg.Evidence.ProgressEnd == LegEnd.Completed;

    /// <summary>
    /// The dial's result names it; until then, or where it names nobody here, it is whom the carrier said to have answered, the first by its
    /// clock.
    /// </summary>
    private static LegRecord? Winner(IReadOnlyList<LegRecord> ring)
    {
        var dial = ring.Select(l => l.Evidence.Dial).FirstOrDefault(d => d is not null);
        if (dial is { AnsweredBy: { } named } && ring.FirstOrDefault(l => l.CarrierLegId == named) is { } told)
            return dial.End == LegEnd.Completed ? told : null;
        var answered = ring.Where(Answered)
            .OrderBy(l => l.Evidence.Answered?.UnixMilliseconds ?? long.MaxValue)
            .ThenBy(l => l.Leg)
            .FirstOrDefault();
        if (answered is not null || dial is not { End: LegEnd.Completed })
            return answered;
        return ring.FirstOrDefault(l => l.Evidence.ProgressEnd is null) ?? ring[0];
    }
}
