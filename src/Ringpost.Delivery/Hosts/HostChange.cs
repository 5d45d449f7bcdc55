using Ringpost.Primitives;

namespace Ringpost.Delivery.Hosts;

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
internal sealed record HostChange(HostChangeKind Kind, string Subject, Instant Since, Instant? Until, Phrase Note);
