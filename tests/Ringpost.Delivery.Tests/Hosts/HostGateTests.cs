using Ringpost.Delivery.Hosts;
using Ringpost.Delivery.Sending;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Delivery.Tests.Hosts;

public sealed class HostGateTests
{
    private static readonly Instant Now = new(1_800_000_000_000);
    private static readonly TimeSpan Alert = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_pace_spaces_requests_and_makes_up_for_one_late_place_only()
    {
        var gate = new HostGate("h", 20, Alert);
        var (now, sent) = (Now, 0);
        for (; now < Now + TimeSpan.FromSeconds(10); now += TimeSpan.FromMilliseconds(7))
            if (gate.NextStart(now, 0, 8) is { } next && next <= now)
            {
                gate.Started(now, 8);
                sent++;
            }

        Assert.InRange(sent, 78, 81);
        // A minute without requests saves none up.
        now += TimeSpan.FromMinutes(1);
        var burst = 0;
        while (gate.NextStart(now, 0, 8) <= now)
        {
            gate.Started(now, 8);
            burst++;
        }

        Assert.InRange(burst, 1, 2);
    }

    [Fact]
    public void After_many_failures_it_is_left_alone_longer_and_longer_and_tried_with_one()
    {
        var gate = new HostGate("h", 3, Alert);
        Assert.Null(gate.Report(Verdict.TryAgain, Now, "HTTP 503."));
        Assert.Null(gate.Report(Verdict.TryAgain, Now, "HTTP 503."));
        var paused = gate.Report(Verdict.TryAgain, Now, "HTTP 503.")!;
        Assert.Equal((HostChangeKind.Paused, Now + TimeSpan.FromSeconds(10), "HTTP 503."), (paused.Kind, paused.Until!.Value, paused.Note));
        Assert.True(gate.IsOpen(Now));
        Assert.Equal(paused.Until, gate.NextStart(Now, 0, null));
        // What was in flight when it opened changes nothing.
        Assert.Null(gate.Report(Verdict.TryAgain, Now + TimeSpan.FromSeconds(1), "HTTP 503."));

        var later = paused.Until.Value;
        Assert.Equal(later, gate.NextStart(later, 0, null));
        Assert.Null(gate.NextStart(later, 1, null));
        Assert.Equal(later + TimeSpan.FromSeconds(20), gate.Report(Verdict.TryAgain, later, "")!.Until);
        for (var i = 0; i < 10; i++)
            later = gate.Report(Verdict.TryAgain, later + TimeSpan.FromMinutes(5), "") is { Until: { } until }
                ? until
                : later + TimeSpan.FromMinutes(5);
        Assert.Equal(HostChangeKind.Recovered, gate.Report(Verdict.Rejected, later, "HTTP 404.")!.Kind);
        Assert.True(gate.IsPlain(later));
        Assert.Equal(later, gate.NextStart(later, 5, null));
    }

    [Fact]
    public void A_clock_that_steps_back_makes_neither_pace_nor_pause_longer()
    {
        var earlier = Now - TimeSpan.FromHours(1);
        var paced = new HostGate("h", 20, Alert);
        paced.Started(Now, 8);
        Assert.Equal(earlier, paced.NextStart(earlier, 0, 8));
        paced.Started(earlier, 8);
        Assert.Equal(earlier + TimeSpan.FromMilliseconds(125), paced.NextStart(earlier, 0, 8));

        var broken = new HostGate("h", 1, Alert);
        Assert.NotNull(broken.Report(Verdict.TryAgain, Now, "x"));
        Assert.True(broken.IsOpen(Now));
        Assert.False(broken.IsOpen(earlier));
        Assert.Equal(earlier, broken.NextStart(earlier, 0, null));
        Assert.Equal(earlier + TimeSpan.FromSeconds(20), broken.Report(Verdict.TryAgain, earlier, "x")!.Until);
    }

    [Fact]
    public void The_failure_that_people_are_told_of_leaves_the_host_alone_too()
    {
        var gate = new HostGate("h", 3, Alert);
        for (var i = 0; i < 3; i++)
            gate.Report(Verdict.TryAgain, Now, "x");
        var told = gate.Report(Verdict.TryAgain, Now + Alert, "x")!;
        Assert.Equal((HostChangeKind.Failing, Now + Alert + TimeSpan.FromSeconds(20)), (told.Kind, told.Until!.Value));
        Assert.True(gate.IsOpen(Now + Alert));
    }

    [Fact]
    public void People_are_told_once_that_it_fails_and_once_that_it_is_over()
    {
        var gate = new HostGate("h", 100, Alert);
        Assert.Null(gate.Report(Verdict.TryAgain, Now, "x"));
        Assert.Null(gate.Report(Verdict.TryAgain, Now + Alert, "x"));
        var told = gate.Report(Verdict.TryAgain, Now + Alert, "x")!;
        Assert.Equal((HostChangeKind.Failing, Now), (told.Kind, told.Since));
        Assert.Null(gate.Report(Verdict.TryAgain, Now + (2 * Alert), "x"));
        Assert.Null(gate.Report(Verdict.Hopeless, Now + (2 * Alert), "x"));
        Assert.Equal(HostChangeKind.Recovered, gate.Report(Verdict.Accepted, Now + (2 * Alert), "")!.Kind);
        Assert.Null(gate.Report(Verdict.Accepted, Now + (2 * Alert), ""));
    }

    [Fact]
    public void A_rule_that_is_refused_three_times_in_a_row_is_told_of_until_it_is_taken_again()
    {
        var rules = new RuleRejections();
        Assert.Null(rules.Report("EV1", Verdict.Rejected, Now, "HTTP 404."));
        Assert.Null(rules.Report("EV1", Verdict.Accepted, Now, ""));
        Assert.Null(rules.Report("EV1", Verdict.Rejected, Now, "HTTP 404."));
        Assert.Null(rules.Report("EV1", Verdict.TryAgain, Now, "HTTP 503."));
        Assert.Null(rules.Report("EV1", Verdict.Rejected, Now, "HTTP 404."));
        Assert.Null(rules.Report("EV2", Verdict.Rejected, Now, "HTTP 404."));
        Assert.Equal(
            (HostChangeKind.Rejecting, "rule:EV1"),
            rules.Report("EV1", Verdict.Rejected, Now, "HTTP 404.") is { } told ? (told.Kind, told.Subject) : default
        );
        Assert.Null(rules.Report("EV1", Verdict.Rejected, Now, "HTTP 404."));
        Assert.Equal(HostChangeKind.Recovered, rules.Report("EV1", Verdict.Accepted, Now, "")!.Kind);
    }
}
