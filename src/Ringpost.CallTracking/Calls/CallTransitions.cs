using System.Collections.Frozen;
using static Ringpost.CallTracking.Calls.CallState;
using static Ringpost.CallTracking.Calls.FactOutcome;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a fact does to a call: the state it leads to, or why it has no effect.</summary>
internal readonly record struct Transition(CallState? To, FactOutcome Outcome)
{
    public static implicit operator Transition(CallState to) => new(to, Taken);

    public static implicit operator Transition(FactOutcome refusal) => new(null, refusal);
}

/// <summary>The whole life of a call in one table (architecture 4.8). Repeats, late and out-of-order facts are refused by name.</summary>
internal static class CallTransitions
{
    // csharpier-ignore - the columns are the table
    private static readonly FrozenDictionary<CallState, Transition[]> Table = new Dictionary<CallState, Transition[]>
    {
        //               LegReported,   LegAnswered,   NextDialed,    LegsOver,      InboundEnded,  Settled,       GivenUp,       Recorded
        [Dialing]     = [Dialing,       Connected,     Dialing,       LegsOver,      CallerGone,    Ended,         EndUnknown,    Dialing],
        // A leg that answered and was screened away is followed by the next target.
        [Connected]   = [Connected,     Repeated,      Dialing,       LegsOver,      CallerGone,    Ended,         EndUnknown,    Connected],
        [LegsOver]    = [LegsOver,      Late,          Late,          Repeated,      Settling,      Ended,         EndUnknown,    LegsOver],
        [CallerGone]  = [CallerGone,    Late,          CallerIsGone,  Settling,      Repeated,      Ended,         EndUnknown,    CallerGone],
        [Settling]    = [Settling,      Late,          CallerIsGone,  Repeated,      Repeated,      Ended,         EndUnknown,    Settling],
        [EndUnknown]  = [EndUnknown,    Late,          CallerIsGone,  EndUnknown,    EndUnknown,    Ended,         Repeated,      EndUnknown],
        // The length of a call is worth knowing even after it was settled without.
        [Ended]       = [CallIsOver,    CallIsOver,    CallIsOver,    CallIsOver,    Ended,         Repeated,      CallIsOver,    Ended],
        [Blocked]     = [CallIsBlocked, CallIsBlocked, CallIsBlocked, CallIsBlocked, CallIsBlocked, CallIsBlocked, CallIsBlocked, CallIsBlocked],
    }.ToFrozenDictionary();

    public static Transition Next(CallState state, CallFact fact) => Table[state][(int)fact];

    /// <summary>Whether the call still runs, as far as anybody said.</summary>
    public static bool IsLive(CallState state) =>
        state switch
        {
            Dialing or Connected or LegsOver or CallerGone or Settling => true,
            Ended or EndUnknown or Blocked => false,
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
}
