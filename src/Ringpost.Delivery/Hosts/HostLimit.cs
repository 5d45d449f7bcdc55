using System.Collections.Frozen;
using System.Data.Common;

namespace Ringpost.Delivery.Hosts;

/// <summary>What a host gets at most from each node, set by people.</summary>
/// <param name="MostInFlight">Requests at once; null is <see cref="DeliveryOptions.MostPerHost"/>.</param>
/// <param name="PerSecond">Requests a second, evenly spaced; null is as many as it answers.</param>
public sealed record HostLimit(string Host, int? MostInFlight, int? PerSecond);

/// <summary>All limits by host, as of one configuration version.</summary>
internal sealed class HostLimitBook(IEnumerable<HostLimit> limits)
{
    public static readonly HostLimitBook Empty = new([]);

    private readonly FrozenDictionary<string, HostLimit> _limits = limits.ToFrozenDictionary(l => l.Host, StringComparer.Ordinal);

    public HostLimit? Find(string host) => _limits.GetValueOrDefault(host);

    public static async Task<HostLimitBook> LoadAsync(DbConnection connection) => new(await HostsSql.LimitsAsync(connection));
}
