using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Postbacks;

/// <summary>
/// How many postbacks an address may send within any second (cake.md 2.3a, 2.9). Kept in this node's memory: with several nodes behind a
/// balancer an address may send that many to each. What is refused does not count.
/// </summary>
internal sealed class RateLimit(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<IPAddress, Window> _windows = new();
    private long _lastSweep = time.GetTimestamp();

    /// <summary>False where the address has sent its share of this second. <paramref name="limit"/> 0 is no limit.</summary>
    public bool Admits(IPAddress address, OfferConfiguration configuration, out int limit)
    {
        SweepSometimes();
        while (true)
        {
            var window = _windows.GetOrAdd(address, static _ => new Window());
            lock (window)
            {
                if (window.IsSwept)
                    continue;
                if (window.Configuration != configuration)
                {
                    window.Configuration = configuration;
                    window.Resize(LimitOf(address, configuration));
                }

                limit = window.Sent.Length;
                return limit == 0 || window.Admits_NeedsLock(time, Span);
            }
        }
    }

    /// <summary>A row's own number first, the largest of several, 0 lifting the limit; else one of the two general ones.</summary>
    private int LimitOf(IPAddress address, OfferConfiguration configuration)
    {
        int? own = null;
        var isWhitelisted = false;
        foreach (var row in configuration.Whitelist)
        {
            if (!row.Covers(address))
                continue;
            isWhitelisted = true;
            if (row.PerSecond is { } perSecond)
                own = own == 0 || perSecond == 0 ? 0 : Math.Max(own ?? 0, perSecond);
        }

        return own ?? (isWhitelisted ? options.Value.PerWhitelistedAddressPerSecond : options.Value.PerAddressPerSecond);
    }

    private void SweepSometimes()
    {
        var last = Volatile.Read(ref _lastSweep);
        if (time.GetElapsedTime(last) < BetweenSweeps || Interlocked.CompareExchange(ref _lastSweep, time.GetTimestamp(), last) != last)
            return;
        foreach (var (address, window) in _windows)
        {
            lock (window)
            {
                if (time.GetElapsedTime(window.Newest) < Span)
                    continue;
                window.IsSwept = true;
            }

            _windows.TryRemove(new KeyValuePair<IPAddress, Window>(address, window));
        }
    }

    /// <summary>The moments of the last postbacks of one address, as many as its limit.</summary>
    private sealed class Window
    {
        private int _next;
        private int _count;

        public OfferConfiguration? Configuration { get; set; }

        public bool IsSwept { get; set; }

        public long[] Sent { get; private set; } = [];

        public long Newest { get; private set; }

        public void Resize(int limit)
        {
            if (limit == Sent.Length)
                return;
            (Sent, _next, _count) = (new long[limit], 0, 0);
        }

        public bool Admits_NeedsLock(TimeProvider time, TimeSpan span)
        {
            // The place that comes next holds the oldest of the last `limit` postbacks.
            if (_count == Sent.Length && time.GetElapsedTime(Sent[_next]) < span)
                return false;
            Newest = Sent[_next] = time.GetTimestamp();
            _next = (_next + 1) % Sent.Length;
            _count = Math.Min(_count + 1, Sent.Length);
            return true;
        }
    }
}
