namespace Ringpost.Delivery.Sending;

/// <summary>How much may be claimed now, in all and of each host.</summary>
/// <param name="Limit">Most in all.</param>
/// <param name="PerHost">Most of a host that is not <paramref name="Quick"/>.</param>
/// <param name="PerQuickHost">Most of one that is, where few have something waiting.</param>
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
    /// <summary>Most of a host that is not busy, one of <paramref name="hosts"/>: a quick one gives at most twice its even share.</summary>
    public int Of(string host, int hosts) => Quick.Contains(host) ? Math.Min(PerQuickHost, Math.Max(PerHost, 2 * Limit / hosts)) : PerHost;
}
