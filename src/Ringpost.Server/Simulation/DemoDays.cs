namespace Ringpost.Server.Simulation;

/// <summary>
/// The calls of the demo's past days: many by day and few by night, fewer at weekends, one after the other. Each hour has its own chance, made
/// from its date: the same day has the same calls whenever the demo is started.
/// </summary>
public static class DemoDays
{
    private const double Weekend = 0.45;

    /// <summary>How many calls an hour of a working day has, from midnight on.</summary>
    private static readonly double[] ByHour =
    [
        0.6,
        0.5,
        0.5,
        0.5,
        0.5,
        0.6,
        0.8,
        1.5,
        3,
        4.5,
        5.5,
        5.5,
        4,
        4.5,
        5.5,
        5.5,
        4.5,
        3.5,
        3,
        2.5,
        2,
        1.5,
        1,
        0.8,
    ];

    /// <summary>Callers are of these areas; their numbers are those that belong to nobody (555-0100 to 555-0199).</summary>
    private static readonly int[] Areas = [202, 212, 305, 312, 404, 408, 503, 512, 602, 615, 702, 713, 720, 813, 919];

    /// <param name="from">Before this no call begins.</param>
    /// <param name="until">By this all have ended.</param>
    /// <param name="zone">Whose days, nights and weekends.</param>
    public static IEnumerable<SimulatedCall> Calls(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var free = from;
        for (var hour = StartOfHour(from, zone); hour < until; hour += TimeSpan.FromHours(1))
        {
            var local = TimeZoneInfo.ConvertTime(hour, zone);
            var chance = new Random((DateOnly.FromDateTime(local.DateTime).DayNumber * 24) + local.Hour);
            var usual = ByHour[local.Hour] * (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Weekend : 1);
            var count = (int)((usual * (0.7 + (0.6 * chance.NextDouble()))) + chance.NextDouble());
            int[] seconds = [.. Enumerable.Range(0, count).Select(_ => chance.Next(3600)).Order()];
            foreach (var second in seconds)
            {
                var call = Call(chance, hour + TimeSpan.FromSeconds(second));
                // A call that would begin before the last one is over waits for it; one from before the beginning is left out.
                if (call.StartsAt < from)
                    continue;
                if (call.StartsAt < free)
                    call = call with { StartsAt = free };
                free = call.StartsAt + call.Length;
                if (free > until)
                    yield break;
                yield return call;
            }
        }
    }

    private static SimulatedCall Call(Random chance, DateTimeOffset at)
    {
        var from = $"+1{Areas[chance.Next(Areas.Length)]}55501{chance.Next(100):00}";
        var to = chance.NextDouble() < 0.6 ? SeedExample.FirstNumber : SeedExample.SecondNumber;
        return new SimulatedCall(from, to, Steps(chance), at);
    }

    private static LegStep[] Steps(Random chance)
    {
        // More short talks than long ones.
        var talk = new LegStep(LegScript.Answer, 62 + (int)(Math.Pow(chance.NextDouble(), 2) * 360));
        return chance.NextDouble() switch
        {
            < 0.56 => [talk],
            < 0.72 => [new(LegScript.Hangup, 8 + chance.Next(50))],
            < 0.80 => [new(LegScript.Busy, 0), talk],
            < 0.86 => [new(LegScript.NoAnswer, 0), talk],
            < 0.88 => [new(LegScript.Failed, 0), talk],
            < 0.94 => [new(LegScript.Cancel, 5 + chance.Next(20))],
            _ => [new(LegScript.NoAnswer, 0), new(LegScript.NoAnswer, 0)],
        };
    }

    private static DateTimeOffset StartOfHour(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return new DateTimeOffset(local.Year, local.Month, local.Day, local.Hour, 0, 0, local.Offset);
    }
}
