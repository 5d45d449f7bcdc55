using System.ComponentModel.DataAnnotations;
using System.Globalization;

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
    public int MostInFlight { get; set; } = 256;

    /// <summary>How many of them may go to one host, so that a slow one does not hold up the others.</summary>
    [Range(1, 1000)]
    public int MostPerHost { get; set; } = 16;

    /// <summary>
    /// How long after each failed attempt the next is due, in order, separated by commas; after the last the delivery has failed
    /// (ringba.md 5.3). A receiver's <c>Retry-After</c> may ask for longer.
    /// </summary>
    public string RetryAfter { get; set; } = "00:00:05, 00:00:30, 00:05:00, 00:30:00, 02:00:00, 05:00:00, 10:00:00, 10:00:00";

    /// <summary>After so many failures in a row a host is left alone for a while, from ten seconds to five minutes, and then tried with one request.</summary>
    [Range(1, 100_000)]
    public int BreakAfter { get; set; } = 20;

    /// <summary>How long a host takes nothing before people are told. Default 5 minutes.</summary>
    public TimeSpan AlertAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The addresses that requests come from, separated by commas, for receivers that list their senders. Empty shows this machine's own.</summary>
    public string EgressAddresses { get; set; } = "";

    /// <summary>How long a node keeps what it claimed; after a crash another sends it once this is over. Default a minute.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stop waits for what is in flight. Default 5 seconds.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><see cref="RetryAfter"/>, read.</summary>
    internal IReadOnlyList<TimeSpan> Waits() =>
        TryReadWaits(out var waits) ? waits : throw new InvalidOperationException("Delivery:RetryAfter");

    internal bool TryReadWaits(out IReadOnlyList<TimeSpan> waits)
    {
        var read = new List<TimeSpan>();
        waits = read;
        foreach (var one in RetryAfter.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (TimeSpan.TryParse(one, CultureInfo.InvariantCulture, out var wait) && wait > TimeSpan.Zero && wait <= TimeSpan.FromDays(7))
                read.Add(wait);
            else
                return false;
        return read.Count <= 50;
    }
}
