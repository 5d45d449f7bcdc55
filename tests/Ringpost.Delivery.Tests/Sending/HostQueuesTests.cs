using Ringpost.Delivery.Sending;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

public sealed class HostQueuesTests
{
    [Fact]
    public void A_host_gets_its_share_and_the_others_get_theirs()
    {
        var queues = new HostQueues(10, 4);
        for (var i = 0; i < 8; i++)
            queues.Add(For("a", i));
        queues.Add(For("b", 0));

        var started = StartAll(queues);

        Assert.Equal(["a", "a", "a", "a", "b"], started.Select(s => s.Host).Order());
        Assert.Equal(["a"], queues.Shares().Busy);
    }

    [Fact]
    public void Hosts_take_turns()
    {
        var queues = new HostQueues(4, 4);
        for (var i = 0; i < 4; i++)
            queues.Add(For("a", i));
        for (var i = 0; i < 4; i++)
            queues.Add(For("b", i));

        Assert.Equal(["a", "b", "a", "b"], StartAll(queues).Select(s => s.Host));
    }

    [Fact]
    public void A_finished_one_makes_place_for_the_next()
    {
        var queues = new HostQueues(2, 2);
        for (var i = 0; i < 3; i++)
            queues.Add(For("a", i));
        var started = StartAll(queues);
        Assert.Equal(2, started.Count);
        Assert.False(queues.TryStart(out _));

        queues.Finish(started[0], timedOut: false);

        Assert.True(queues.TryStart(out var next));
        Assert.Equal("2", next.Id.Value);
    }

    [Fact]
    public void A_host_that_does_not_answer_in_time_keeps_a_small_share_until_it_does()
    {
        var queues = new HostQueues(100, 4);
        for (var i = 0; i < 10; i++)
            queues.Add(For("a", i));
        var started = StartAll(queues);
        queues.Finish(started[0], timedOut: true);
        queues.Finish(started[1], timedOut: true);
        Assert.False(queues.TryStart(out _));

        queues.Finish(started[2], timedOut: true);
        Assert.Single(StartAll(queues));

        queues.Finish(started[3], timedOut: false);
        Assert.Equal(3, StartAll(queues).Count);
    }

    [Fact]
    public void What_waits_can_be_given_back()
    {
        var queues = new HostQueues(1, 1);
        for (var i = 0; i < 3; i++)
            queues.Add(For("a", i));
        var started = Assert.Single(StartAll(queues));

        Assert.Equal(["1", "2"], queues.TakeWaiting().Select(c => c.Id.Value));

        queues.Finish(started, timedOut: false);
        Assert.False(queues.TryStart(out _));
        Assert.Equal((0, 8), (queues.InFlight, queues.Room));
    }

    [Fact]
    public void A_host_that_answers_at_once_may_have_a_large_portion_until_it_gets_slower()
    {
        var queues = new HostQueues(100, 1);
        queues.Add(For("a", 0));
        Assert.Empty(queues.Shares().Quick);
        var first = Assert.Single(StartAll(queues));
        for (var i = 1; i < 100; i++)
            queues.Add(For("a", i));
        Assert.Equal(["a"], queues.Shares().Busy);

        queues.Finish(first, timedOut: false, tookMilliseconds: 3);
        Assert.Equal(["a"], queues.Shares().Quick);
        Assert.Empty(queues.Shares().Busy);

        queues.Finish(Assert.Single(StartAll(queues)), timedOut: false, tookMilliseconds: 9000);
        Assert.Empty(queues.Shares().Quick);
        Assert.Equal(["a"], queues.Shares().Busy);
    }

    [Fact]
    public void Nothing_more_is_claimed_while_half_of_what_may_wait_is_here()
    {
        var queues = new HostQueues(10, 1);
        for (var i = 0; i < 41; i++)
            queues.Add(For($"h{i}", i));
        Assert.Equal(0, queues.Room);

        Assert.Equal(10, StartAll(queues).Count);

        Assert.Equal(80 - 31, queues.Room);
    }

    [Fact]
    public void What_waits_for_a_host_beyond_a_slow_ones_share_can_be_given_back()
    {
        var queues = new HostQueues(100, 4);
        for (var i = 0; i < 8; i++)
            queues.Add(For("a", i));
        var started = StartAll(queues);
        Assert.Empty(queues.TakeBeyondSlowShare("a"));

        queues.Finish(started[0], timedOut: true);

        Assert.Equal(["4", "5"], queues.TakeBeyondSlowShare("a").Select(c => c.Id.Value));
        Assert.Empty(queues.TakeBeyondSlowShare("a"));
        Assert.Empty(queues.TakeBeyondSlowShare("unknown"));
    }

    private static List<ClaimedDelivery> StartAll(HostQueues queues)
    {
        var started = new List<ClaimedDelivery>();
        while (queues.TryStart(out var one))
            started.Add(one);
        return started;
    }

    private static ClaimedDelivery For(string host, int id) =>
        new(new DeliveryId($"{id}"), "r", "e", "k", "GET", $"http://{host}/", host, "{}", null, null, "Status", null, 1);
}
