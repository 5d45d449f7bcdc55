using Ringpost.Primitives;

namespace Ringpost.Delivery.Sending;

/// <summary>When a delivery is tried again (ringba.md 5.3).</summary>
internal static class RetrySchedule
{
    /// <summary>How long before each attempt, counted from the one before; the first is due at once.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    /// <summary>A receiver may ask for more patience than the schedule has, but not for more than a day.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Up to a tenth is added, so that what failed together does not come back together.</summary>
    private const double Jitter = 0.1;

    /// <summary>When the attempt after <paramref name="made"/> attempts is due; null after the last.</summary>
    public static Instant? Next(DeliveryId id, int made, Instant now, TimeSpan? retryAfter)
    {
        if (made >= Waits.Count)
            return null;
        var wait = Waits[made] * (1 + (Jitter * Fraction(id, made)));
        if (retryAfter is { } asked && asked > wait)
            wait = asked < LongestRetryAfter ? asked : LongestRetryAfter;
        return now + wait;
    }

    /// <summary>From 0 to 1, the same for the same attempt: the id's own random bits spread the deliveries.</summary>
    private static double Fraction(DeliveryId id, int made)
    {
        var hash = 2166136261u + (uint)made; // FNV-1a
        foreach (var c in id.Value)
            hash = (hash ^ c) * 16777619u;
        return hash / (double)uint.MaxValue;
    }
}
