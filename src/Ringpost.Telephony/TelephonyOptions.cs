namespace Ringpost.Telephony;

/// <summary>How the REST API of carriers is used. Bound from <c>Telephony</c>.</summary>
public sealed class TelephonyOptions
{
    /// <summary>How long one request to a carrier may take in all. Default 15 seconds.</summary>
    public TimeSpan RestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait before the first repeat of a request that may be repeated; it doubles. Default half a second.</summary>
    public TimeSpan RestRetryAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the call records of carriers with an API key are read: costs, ends that were not told, missed calls. Default 15 minutes; 0 is never.</summary>
    public TimeSpan SyncEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How far back each of these readings looks beyond the last: carriers state prices late. Default 6 hours.</summary>
    public TimeSpan SyncOverlap { get; set; } = TimeSpan.FromHours(6);
}
