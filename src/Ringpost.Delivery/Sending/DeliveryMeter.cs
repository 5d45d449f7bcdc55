using System.Diagnostics.Metrics;

namespace Ringpost.Delivery.Sending;

/// <summary>What the worker counts: <c>ringpost.delivery.attempts</c> by outcome, and how long they took.</summary>
internal static class DeliveryMeter
{
    public const string Name = "Ringpost.Delivery";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "ringpost.delivery.attempts",
        "{attempt}",
        "Attempts by outcome"
    );

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "ringpost.delivery.duration",
        "s",
        "How long an attempt took"
    );

    public static void Count(string outcome, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome);
        Attempts.Add(1, tag);
        Duration.Record(duration.TotalSeconds, tag);
    }
}
