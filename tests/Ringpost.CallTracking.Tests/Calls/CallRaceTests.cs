using Ringpost.CallTracking.Calls;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallRaceTests
{
    [Theory, EachDatabase]
    public async Task Thirty_two_repeats_of_one_webhook_make_one_call(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var book = world.Book();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => world.ReceiveAsync("A", book: book))));

        Assert.Single(answers.Distinct());
        Assert.Equal(
            (1, 1, 1),
            (await world.CountAsync("calls"), await world.CountAsync("call_legs"), await world.CountAsync("deliveries"))
        );
    }

    [Theory, EachDatabase]
    public async Task A_concurrency_cap_is_never_exceeded_by_thirty_two_callers(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 5 };
        var book = world.Book();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => Task.Run(() => world.ReceiveAsync($"A{i}", $"+1661555{1000 + i}", book)))
        );

        Assert.Equal(5, answers.Count(a => a is CallAnswer.Dial { Destination.Value: "+12025550111" }));
        Assert.Equal(27, answers.Count(a => a is CallAnswer.Dial { Leg: 1, Destination.Value: "sip:second@example.com" }));
        Assert.Equal(5, await world.CountAsync("call_slots"));
    }
}
