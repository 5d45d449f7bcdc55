using System.ComponentModel.DataAnnotations;

namespace Ringpost.CallTracking.Enrichment;

/// <summary>What may be sent about callers before their calls. Bound from <c>Enrichment</c> (ringba.md 12.2).</summary>
public sealed class EnrichmentOptions
{
    /// <summary>How long it waits for the call. Default 48 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromHours(48);

    /// <summary>Requests of one address in a second, on each node. Default 50; 0 switches the limit off.</summary>
    [Range(0, 1_000_000)]
    public int PerAddressPerSecond { get; set; } = 50;
}
