using FsCheck.Xunit;
using Ringpost.CallTracking.Calls;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallTransitionsTests
{
    [Fact]
    public void Every_fact_in_every_state_has_an_answer_with_a_name()
    {
        foreach (var state in Enum.GetValues<CallState>())
        foreach (var fact in Enum.GetValues<CallFact>())
        {
            var next = CallTransitions.Next(state, fact);
            Assert.Equal(next.To is not null, next.Outcome == FactOutcome.Taken);
        }
    }

    [Property]
    public void A_call_that_is_over_never_runs_again(CallFact[] facts)
    {
        var state = CallState.Dialing;
        var over = false;
        foreach (var fact in facts)
        {
            state = CallTransitions.Next(state, fact).To ?? state;
            over |= !CallTransitions.IsLive(state);
            Assert.Equal(over, !CallTransitions.IsLive(state));
        }
    }

    [Property]
    public void Nobody_is_dialled_once_the_caller_is_gone(CallFact[] facts)
    {
        var state = CallState.Dialing;
        var gone = false;
        foreach (var fact in facts)
        {
            var next = CallTransitions.Next(state, fact);
            if (gone && fact == CallFact.NextDialed)
                Assert.Null(next.To);
            gone |= fact == CallFact.InboundEnded && next.To is not null;
            state = next.To ?? state;
        }
    }

    [Fact]
    public void A_blocked_call_takes_nothing()
    {
        foreach (var fact in Enum.GetValues<CallFact>())
            Assert.Equal(FactOutcome.CallIsBlocked, CallTransitions.Next(CallState.Blocked, fact).Outcome);
    }
}
