namespace Ringpost.CallTracking.Recordings;

/// <summary>How recordings are copied. Section <c>Recordings</c>; where they are kept and for how long is a setting of the instance.</summary>
public sealed class RecordingOptions
{
    /// <summary>A claim outlasts the copy that it is for.</summary>
    internal TimeSpan CopyLease => CopyTimeout * 1.1;

    /// <summary>How long one copy may take in all. Default 5 minutes.</summary>
    public TimeSpan CopyTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait after the first attempt that failed; it triples, eight attempts in all. Default 10 seconds, so that an outage of three hours is outlasted.</summary>
    public TimeSpan CopyRetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest recording that is copied, in megabytes. Default 500.</summary>
    public int LargestMegabytes { get; set; } = 500;
}
