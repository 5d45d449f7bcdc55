namespace Ringpost.Server.Simulation;

/// <summary>
/// The clock of a server to which past days are played: it begins behind the machine's clock, is moved on from moment to moment, and in the end
/// is the machine's. It never goes back, and delays last as long as ever.
/// </summary>
public sealed class PlayedClock(TimeSpan behind) : TimeProvider
{
    private long _behind = behind.Ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromTicks(Volatile.Read(ref _behind));

    /// <summary>Nothing happens where it is later already. One at a time.</summary>
    public void MoveTo(DateTimeOffset moment) =>
        Volatile.Write(ref _behind, Math.Min(_behind, Math.Max(0, (base.GetUtcNow() - moment).Ticks)));

    /// <summary>From now on it is the machine's.</summary>
    public void CatchUp() => Volatile.Write(ref _behind, 0);
}
