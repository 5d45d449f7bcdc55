namespace Ringpost.CallTracking.Calls;

/// <summary>How calls are routed and when one that nobody ends is given up. Section <c>Calls</c>.</summary>
public sealed class CallOptions
{
    /// <summary>How long the second of a call's two ends is waited for once the first is known. Default 60 s.</summary>
    public TimeSpan EndGrace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>After this a call that nobody ended is given up: no length, no conversion, its concurrency slot free. Default 4 h 5 min, beyond what carriers allow.</summary>
    public TimeSpan LongestCall { get; set; } = TimeSpan.FromMinutes(245);

    /// <summary>Counts until somebody chooses under Settings. Default as Ringba's API documentation: the smaller weight gets more.</summary>
    public WeightDirection WeightDirection { get; set; } = WeightDirection.SmallerGetsMore;

    /// <summary>How long a number rests before another publisher gets it, so that late calls are not credited to the wrong one. Default 30 days.</summary>
    public TimeSpan NumberRest { get; set; } = TimeSpan.FromDays(30);
}
