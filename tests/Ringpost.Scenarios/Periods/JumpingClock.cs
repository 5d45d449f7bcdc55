namespace Ringpost.Scenarios.Periods;

/// <summary>The machine's clock, from a chosen moment on; a test lets days pass.</summary>
internal sealed class JumpingClock(DateTimeOffset start) : TimeProvider
{
    private readonly TimeProvider _machine = System;
    private readonly DateTimeOffset _began = System.GetUtcNow();
    private long _jumped;

    public override DateTimeOffset GetUtcNow() =>
        start + (_machine.GetUtcNow() - _began) + TimeSpan.FromTicks(Interlocked.Read(ref _jumped));

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
