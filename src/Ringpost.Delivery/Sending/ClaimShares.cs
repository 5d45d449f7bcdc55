namespace Ringpost.Delivery.Sending;

/// <summary>How much may be claimed now, in all and of each host.</summary>
/// <param name="Limit">Most in all.</param>
/// <param name="PerHost">Most of a host that is not <paramref name="Quick"/>.</param>
/// <param name="PerQuickHost">Most of one that is.</param>
/// <param name="Quick">Hosts that answer at once.</param>
/// <param name="Busy">Hosts that have their share already.</param>
internal sealed record ClaimShares(
    int Limit,
    int PerHost,
    int PerQuickHost,
    IReadOnlyCollection<string> Quick,
    IReadOnlyCollection<string> Busy
)
{
    public int Of(string host) =>
        Busy.Contains(host) ? 0
        : Quick.Contains(host) ? PerQuickHost
        : PerHost;
}
