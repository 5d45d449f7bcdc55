using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Hosts;

/// <summary>Gives a host the pace that its kind of receiver is known for, where nobody set a limit.</summary>
public static class PaceHost
{
    public static async Task UnlessLimitedAsync(WriteUnit unit, Uri url, int perSecond)
    {
        var host = url.Authority.ToLowerInvariant();
        if ((await HostsSql.LimitsAsync(unit.Connection)).All(l => l.Host != host))
            await HostsSql.SetLimitAsync(unit, new HostLimit(host, null, perSecond));
    }
}
