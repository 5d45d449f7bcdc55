using Ringpost.Primitives;

namespace Ringpost.Delivery.Hosts;

public enum AlertKind
{
    /// <summary>A host has not taken a request for a while.</summary>
    Failing,

    /// <summary>What one pixel or postback sends is refused again and again.</summary>
    Rejecting,

    /// <summary>Whatever people were told of is over.</summary>
    Recovered,
}

/// <summary>What people must know of a receiver. Nothing is switched off by it.</summary>
/// <param name="Subject">The host, or <c>rule:</c> and the pixel's or postback's id.</param>
/// <param name="Note">What happened, as a sentence.</param>
public sealed record DeliveryAlert(string Id, Instant At, AlertKind Kind, string Subject, string Note, bool Seen);

internal enum HostChangeKind
{
    /// <summary>Nothing is sent to the host until then.</summary>
    Paused,

    Failing,
    Rejecting,
    Recovered,
}

/// <summary>What an attempt changed in what is known of a receiver.</summary>
/// <param name="Until">Until then nothing is sent to the host; null where it is not left alone.</param>
internal sealed record HostChange(HostChangeKind Kind, string Subject, Instant Since, Instant? Until, string Note);
