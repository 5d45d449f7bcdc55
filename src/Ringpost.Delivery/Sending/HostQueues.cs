using System.Diagnostics.CodeAnalysis;
using Ringpost.Delivery.Hosts;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// What this node claimed and has not sent yet, host by host. Hosts take turns; one has a bounded share of what is in flight, and only a
/// fraction of it while it does not answer in time, so that slow hosts never hold up the others.
/// </summary>
internal sealed class HostQueues(
    int mostInFlight,
    int mostPerHost,
    TimeProvider? time = null,
    Func<string, HostLimit?>? limitOf = null,
    int breakAfter = int.MaxValue,
    TimeSpan alertAfter = default
)
{
    // What of a paced host may wait here: longer, and its claims would run out.
    private const int PacedSeconds = 10;

    private const int SlowShare = 2;

    // A host that answers so fast takes what waits here for it in less than a second: large portions cost least.
    private const int QuickMilliseconds = 50;
    private const int QuickPortion = 256;

    // What is claimed waits here for no longer than its hosts need; of what all may hold, as many times what is in flight.
    private const int HeldPerPlace = 8;
    private const int LargestClaim = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostQueue> _hosts = new(StringComparer.Ordinal);
    private readonly LinkedList<HostQueue> _turns = new();
    private readonly Dictionary<string, HostGate> _gates = new(StringComparer.Ordinal);
    private readonly RuleRejections _rejections = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private int _inFlight;
    private int _waiting;

    /// <summary>How many more may be claimed: none while half of what may wait is here, so that each claim takes many.</summary>
    public int Room
    {
        get
        {
            lock (_lock)
                return _waiting > HeldPerPlace * mostInFlight / 2 ? 0 : Math.Min(LargestClaim, (HeldPerPlace * mostInFlight) - _waiting);
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

    /// <summary>What is to be claimed now: nothing of hosts that have their share here already.</summary>
    public ClaimShares Shares()
    {
        lock (_lock)
        {
            var now = Instant.Now(_time);
            return new ClaimShares(
                Room,
                mostPerHost,
                QuickPortion,
                [.. _hosts.Values.Where(IsQuick).Select(h => h.Name)],
                _hosts
                    .Values.Where(IsBusy)
                    .Select(h => h.Name)
                    .Union(_gates.Where(g => g.Value.IsOpen(now)).Select(g => g.Key))
                    .ToHashSet(StringComparer.Ordinal)
            );
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
            NextStart = null;
            var now = Instant.Now(_time);
            if (_inFlight >= mostInFlight)
                return false;
            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                var host = turn.Value;
                if (host.InFlight >= Share(host))
                    continue;
                var perSecond = limitOf?.Invoke(host.Name)?.PerSecond;
                var gate = _gates.GetValueOrDefault(host.Name);
                if (gate is null && perSecond is not null)
                    _gates[host.Name] = gate = NewGate(host.Name);
                var next = gate is null ? now : gate.NextStart(now, host.InFlight, perSecond);
                if (next is null || next > now)
                {
                    if (next is { } later && (NextStart is null || later < NextStart))
                        NextStart = later;
                    continue;
                }

                gate?.Started(now, perSecond);
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

    /// <summary>When <see cref="TryStart"/> may find something that it passed by for its host's pace; null where nothing is.</summary>
    public Instant? NextStart { get; private set; }

    /// <summary>Null verdict: nothing is known of it.</summary>
    public IReadOnlyList<HostChange> Finish(
        ClaimedDelivery claimed,
        bool timedOut,
        Verdict? verdict = null,
        Phrase? note = null,
        double tookMilliseconds = 0
    )
    {
        lock (_lock)
        {
            var host = _hosts[claimed.Host];
            host.InFlight--;
            host.IsSlow = timedOut;
            host.Took = host.Took is { } usual ? usual + ((tookMilliseconds - usual) / 8) : tookMilliseconds;
            _inFlight--;
            // A slow host is remembered while anything of it is here; then it may show itself again.
            if (host is { InFlight: 0, Waiting.Count: 0 })
                _hosts.Remove(claimed.Host);
            return verdict is { } known ? Report(claimed, known, note ?? "") : [];
        }
    }

    /// <summary>What waits for a host beyond what it is allowed as a slow one: it would keep others from being claimed.</summary>
    public IReadOnlyList<ClaimedDelivery> TakeBeyondSlowShare(string name)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(name, out var host) || !host.IsSlow)
                return [];
            var beyond = new List<ClaimedDelivery>();
            while (host.Waiting.Count > SlowShare)
                beyond.Add(host.Waiting.Dequeue());
            _waiting -= beyond.Count;
            return beyond;
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

    /// <summary>Whether the host is left alone now.</summary>
    public bool IsOpen(string host)
    {
        lock (_lock)
            return _gates.TryGetValue(host, out var gate) && gate.IsOpen(Instant.Now(_time));
    }

    /// <summary>Empties one host's queue: its breaker opened.</summary>
    public IReadOnlyList<ClaimedDelivery> TakeWaiting(string name)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(name, out var host) || host.Waiting.Count == 0)
                return [];
            List<ClaimedDelivery> waiting = [.. host.Waiting];
            host.Waiting.Clear();
            _turns.Remove(host.Turn);
            _waiting -= waiting.Count;
            if (host.InFlight == 0)
                _hosts.Remove(name);
            return waiting;
        }
    }

    /// <summary>What other nodes, or this one before its start, told of: its end is told too.</summary>
    public void Restore(string subject, Instant since)
    {
        lock (_lock)
        {
            if (subject.StartsWith(RuleRejections.Prefix, StringComparison.Ordinal))
                _rejections.Restore(subject[RuleRejections.Prefix.Length..], since);
            else
                Gate(subject).Restore(since);
        }
    }

    private List<HostChange> Report(ClaimedDelivery claimed, Verdict verdict, Phrase note)
    {
        var now = Instant.Now(_time);
        var changes = new List<HostChange>(0);
        // Most hosts never fail: nothing is kept for them.
        if (verdict == Verdict.TryAgain || _gates.ContainsKey(claimed.Host))
        {
            var gate = Gate(claimed.Host);
            if (gate.Report(verdict, now, note) is { } change)
                changes.Add(change);
            if (gate.IsPlain(now))
                _gates.Remove(claimed.Host);
        }

        if (_rejections.Report(claimed.RuleId, verdict, now, note) is { } rule)
            changes.Add(rule);
        return changes;
    }

    private HostGate Gate(string host) => _gates.TryGetValue(host, out var gate) ? gate : _gates[host] = NewGate(host);

    private HostGate NewGate(string host) => new(host, breakAfter, alertAfter);

    private bool IsQuick(HostQueue host) => !host.IsSlow && host.Took <= QuickMilliseconds && limitOf?.Invoke(host.Name) is null;

    private bool IsBusy(HostQueue host) =>
        (IsQuick(host) ? host.Waiting.Count >= QuickPortion / 2 : host.InFlight + host.Waiting.Count >= 2 * Share(host))
        || (limitOf?.Invoke(host.Name)?.PerSecond is { } pace && host.Waiting.Count >= pace * PacedSeconds);

    private int Share(HostQueue host)
    {
        var most = limitOf?.Invoke(host.Name)?.MostInFlight ?? mostPerHost;
        return host.IsSlow ? Math.Min(SlowShare, most) : most;
    }

    private sealed class HostQueue
    {
        public HostQueue(string name) => (Name, Turn) = (name, new LinkedListNode<HostQueue>(this));

        public string Name { get; }

        public Queue<ClaimedDelivery> Waiting { get; } = new();

        public LinkedListNode<HostQueue> Turn { get; }

        public int InFlight { get; set; }

        public bool IsSlow { get; set; }

        /// <summary>Milliseconds, of late; null before the first answer.</summary>
        public double? Took { get; set; }
    }
}
