using System.Diagnostics.CodeAnalysis;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// What this node claimed and has not sent yet, host by host. Hosts take turns; one has a bounded share of what is in flight, and only a
/// fraction of it while it does not answer in time, so that slow hosts never hold up the others.
/// </summary>
internal sealed class HostQueues(int mostInFlight, int mostPerHost)
{
    private const int SlowShare = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostQueue> _hosts = new(StringComparer.Ordinal);
    private readonly LinkedList<HostQueue> _turns = new();
    private int _inFlight;
    private int _waiting;

    /// <summary>How many more may be claimed: as many as are in flight may wait, and twice that while slow hosts hold theirs back.</summary>
    public int Room
    {
        get
        {
            lock (_lock)
                return Math.Max(0, (3 * mostInFlight) - _inFlight - _waiting);
        }
    }

    public int InFlight
    {
        get
        {
            lock (_lock)
                return _inFlight;
        }
    }

    /// <summary>The hosts that have their share here already: nothing of theirs is to be claimed now.</summary>
    public IReadOnlyList<string> BusyHosts()
    {
        lock (_lock)
        {
            return [.. _hosts.Values.Where(h => h.InFlight + h.Waiting.Count >= 2 * Share(h)).Select(h => h.Name)];
        }
    }

    public void Add(ClaimedDelivery claimed)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(claimed.Host, out var host))
                _hosts[claimed.Host] = host = new HostQueue(claimed.Host);
            host.Waiting.Enqueue(claimed);
            _waiting++;
            if (host.Turn.List is null)
                _turns.AddLast(host.Turn);
        }
    }

    /// <summary>The next one that may be sent; <see cref="Finish"/> must follow.</summary>
    public bool TryStart([NotNullWhen(true)] out ClaimedDelivery? claimed)
    {
        lock (_lock)
        {
            claimed = null;
            if (_inFlight >= mostInFlight)
                return false;
            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                var host = turn.Value;
                if (host.InFlight >= Share(host))
                    continue;
                claimed = host.Waiting.Dequeue();
                host.InFlight++;
                _inFlight++;
                _waiting--;
                _turns.Remove(turn);
                if (host.Waiting.Count > 0)
                    _turns.AddLast(turn);
                return true;
            }

            return false;
        }
    }

    public void Finish(ClaimedDelivery claimed, bool timedOut)
    {
        lock (_lock)
        {
            var host = _hosts[claimed.Host];
            host.InFlight--;
            host.IsSlow = timedOut;
            _inFlight--;
            // A slow host is remembered while anything of it is here; then it may show itself again.
            if (host is { InFlight: 0, Waiting.Count: 0 })
                _hosts.Remove(claimed.Host);
        }
    }

    /// <summary>Empties the queues: what is returned will not be sent by this node.</summary>
    public IReadOnlyList<ClaimedDelivery> TakeWaiting()
    {
        lock (_lock)
        {
            var waiting = _hosts.Values.SelectMany(h => h.Waiting).ToList();
            foreach (var host in _hosts.Values)
                host.Waiting.Clear();
            _turns.Clear();
            _waiting = 0;
            return waiting;
        }
    }

    private int Share(HostQueue host) => host.IsSlow ? Math.Min(SlowShare, mostPerHost) : mostPerHost;

    private sealed class HostQueue
    {
        public HostQueue(string name) => (Name, Turn) = (name, new LinkedListNode<HostQueue>(this));

        public string Name { get; }

        public Queue<ClaimedDelivery> Waiting { get; } = new();

        public LinkedListNode<HostQueue> Turn { get; }

        public int InFlight { get; set; }

        public bool IsSlow { get; set; }
    }
}
