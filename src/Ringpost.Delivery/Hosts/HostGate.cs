using Ringpost.Delivery.Sending;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Hosts;

/// <summary>
/// Whether another request may go to a host now: its pace, and a breaker that opens after many failures in a row, lets one request through after
/// a while, and waits longer each time that one fails. A delivery that waits at an open breaker uses up no attempt. Without I/O; its owner locks.
/// </summary>
internal sealed class HostGate(string host, int breakAfter, TimeSpan alertAfter)
{
    private const int FewestForAlert = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private int _failures;
    private int _pauses;
    private Instant? _failingSince;
    private Instant _openUntil;
    private bool _told;
    private double _next;

    /// <summary>Nothing is remembered that a new one would not know.</summary>
    public bool IsPlain(Instant now) => _failures == 0 && !_told && _next <= now.UnixMilliseconds;

    public bool IsOpen(Instant now) => _failures >= breakAfter && IsBefore(now, _openUntil);

    /// <summary>When the next one may go; null: when the one that tries the host is back.</summary>
    public Instant? NextStart(Instant now, int inFlight, int? perSecond)
    {
        if (_failures >= breakAfter)
        {
            if (IsBefore(now, _openUntil))
                return _openUntil;
            if (inFlight > 0)
                return null;
        }

        // A place lies at most a second ahead; one that is further was given before the clock stepped back.
        if (_next > now.UnixMilliseconds + 1000d)
            _next = now.UnixMilliseconds;
        return perSecond is null || _next <= now.UnixMilliseconds ? now : new Instant((long)Math.Ceiling(_next));
    }

    /// <summary>No pause is longer than the longest: what looks so is a clock that stepped back.</summary>
    private static bool IsBefore(Instant now, Instant until) => now < until && until - now <= LongestPause;

    public void Started(Instant now, int? perSecond)
    {
        if (perSecond is not { } pace)
            return;
        // A timer is late now and then: one place is made up for, more would be a burst.
        var apart = 1000d / pace;
        _next = Math.Max(_next, now.UnixMilliseconds - apart) + apart;
    }

    /// <summary>Another process saw it failing, and told.</summary>
    public void Restore(Instant since)
    {
        _failingSince ??= since;
        _told = true;
    }

    /// <summary>Null where nothing is new.</summary>
    public HostChange? Report(Verdict verdict, Instant now, Phrase note)
    {
        switch (verdict)
        {
            case Verdict.Accepted:
            case Verdict.Rejected:
                var recovered = _told || _pauses > 0;
                var since = _failingSince ?? now;
                (_failures, _pauses, _failingSince, _openUntil, _told) = (0, 0, null, default, false);
                return recovered ? new HostChange(HostChangeKind.Recovered, host, since, null, $"{host} takes requests again.") : null;
            case Verdict.TryAgain:
                _failures++;
                _failingSince ??= now;
                return Fail(now, note);
            case Verdict.Hopeless:
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null);
        }
    }

    private HostChange? Fail(Instant now, Phrase note)
    {
        Instant? until = null;
        if (_failures >= breakAfter && !IsBefore(now, _openUntil))
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(_pauses++, 10));
            until = _openUntil = now + (pause < LongestPause ? pause : LongestPause);
        }

        if (!_told && _failures >= FewestForAlert && now - _failingSince!.Value >= alertAfter)
        {
            _told = true;
            var words = Phrase.Of($"{host} has taken nothing since {_failingSince} UTC. {note}");
            return new HostChange(HostChangeKind.Failing, host, _failingSince.Value, until, words);
        }

        return until is null ? null : new HostChange(HostChangeKind.Paused, host, _failingSince!.Value, until, note);
    }
}
