using System.ComponentModel.DataAnnotations;

namespace Ringpost.Delivery;

/// <summary>How requests are sent. Bound from <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>
    /// Whether URLs that people typed may lead to private and loopback addresses. Default false. Link-local addresses, which hold the
    /// metadata of clouds, stay closed either way (architecture 4.12).
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long one attempt may take in all: name, connection, redirects, answer (ringba.md 5.3). Default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many requests are in flight at once on this node.</summary>
    [Range(1, 1000)]
    public int MostInFlight { get; set; } = 64;

    /// <summary>How many of them may go to one host, so that a slow one does not hold up the others.</summary>
    [Range(1, 1000)]
    public int MostPerHost { get; set; } = 16;

    /// <summary>How long a node keeps what it claimed; after a crash another sends it once this is over. Default a minute.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stop waits for what is in flight. Default 5 seconds.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(5);
}
