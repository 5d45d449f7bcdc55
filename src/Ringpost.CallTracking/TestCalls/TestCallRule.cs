using System.Collections.Frozen;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>Whether a call is a test, and whether it counts.</summary>
public enum TestVerdict
{
    /// <summary>A call like any other.</summary>
    Real,

    /// <summary>Played by a simulator and marked, with all that follows from a call.</summary>
    Counted,

    /// <summary>Routed, recorded and explained, but without money, caps, duplicates and reports.</summary>
    Uncounted,
}

/// <summary>
/// The one notion of a test call: a call from a test number, or of a simulator carrier. The first never counts; the second does unless the
/// instance says otherwise, so that a demo shows what a network earns.
/// </summary>
public sealed record TestCallRule(TestCallSettings Settings, FrozenSet<string> Numbers)
{
    public static readonly TestCallRule Default = new(TestCallSettings.Default, FrozenSet<string>.Empty);

    /// <param name="caller">E.164; empty for an anonymous caller, who is nobody's test.</param>
    public TestVerdict Judge(bool isSimulator, string caller) =>
        Numbers.Contains(caller) ? TestVerdict.Uncounted
        : !isSimulator ? TestVerdict.Real
        : Settings.SimulatorCounts ? TestVerdict.Counted
        : TestVerdict.Uncounted;
}
