using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace Ringpost.CallTracking.Enrichment;

/// <summary>How many requests an address may send in each second by the clock. Kept in this node's memory.</summary>
internal sealed class EnrichmentRate(IOptions<EnrichmentOptions> options, TimeProvider time)
{
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<IPAddress, (long Second, int Sent)> _sent = new();

    /// <summary>False where the address has sent its share of this second.</summary>
    public bool Admits(IPAddress address)
    {
        var limit = options.Value.PerAddressPerSecond;
        if (limit == 0)
            return true;
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (_sent.Count >= MostAddresses)
            foreach (var (each, state) in _sent)
                if (state.Second != second)
                    _sent.TryRemove(each, out _);
        return _sent.AddOrUpdate(address, (second, 1), (_, last) => last.Second == second ? (second, last.Sent + 1) : (second, 1)).Sent
            <= limit;
    }
}
