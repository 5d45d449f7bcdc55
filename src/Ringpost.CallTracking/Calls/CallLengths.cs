using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>The answer of a rule that may need to know more.</summary>
internal enum Verdict
{
    Met,
    NotMet,
    Unknown,
}

/// <summary>A call's seconds in the carrier's words; null where nobody stated them (architecture 4.9).</summary>
internal readonly record struct CallLengths(long? Total, long? FromDial, long? FromConnect)
{
    /// <summary>Exactly <paramref name="seconds"/> is enough.</summary>
    public Verdict Reaches(TimerStart start, long seconds) =>
        start switch
        {
            TimerStart.Incoming => Compare(Total, seconds),
            // A connection is never longer than the leg: enough connected seconds prove enough seconds since the dial.
            TimerStart.Dialed => Compare(FromDial ?? (FromConnect >= seconds ? FromConnect : null), seconds),
            TimerStart.Connected => Compare(FromConnect, seconds),
            _ => throw new ArgumentOutOfRangeException(nameof(start)),
        };

    /// <summary>The seconds of all legs that a call was connected on; unknown where those of one are.</summary>
    public static long? Sum(IEnumerable<long?> seconds) => seconds.Aggregate((long?)0, (sum, next) => sum + next);

    private static Verdict Compare(long? stated, long seconds) =>
        stated is not { } known ? Verdict.Unknown
        : known >= seconds ? Verdict.Met
        : Verdict.NotMet;
}
