namespace Ringpost.CallTracking.Erasure;

/// <summary>How callers are erased. Section <c>Erasure</c>.</summary>
public sealed class ErasureOptions
{
    /// <summary>
    /// After this everything is walked through a second time: what was being sent or received at the first has arrived by then. Longer than a
    /// delivery's lease. Default 10 minutes.
    /// </summary>
    public TimeSpan WalkAgainAfter { get; set; } = TimeSpan.FromMinutes(10);
}
