using Ringpost.Primitives;

namespace Ringpost.Delivery.Sending;

/// <summary>When a delivery is tried again (ringba.md 5.3).</summary>
internal static class RetrySchedule
{
    /// <summary>A receiver may ask for more patience than the schedule has, but not for more than a day.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Up to a tenth is added, so that what failed together does not come back together.</summary>
    private const double Jitter = 0.1;

    /// <summary>When the attempt after <paramref name="made"/> attempts is due; null after the last.</summary>
    /// <param name="waits">From each attempt to the next; the first is due at once.</param>
    public static Instant? Next(IReadOnlyList<TimeSpan> waits, DeliveryId id, int made, Instant now, TimeSpan? retryAfter)
    {
        if (made > waits.Count)
            return null;
        var wait = waits[made - 1] * (1 + (Jitter * Fraction(id, made)));
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
