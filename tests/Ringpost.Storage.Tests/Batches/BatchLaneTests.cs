using Dapper;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Crasher;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Batches;

public sealed class BatchLaneTests
{
    [Theory, EachDatabase]
    public async Task Each_item_gets_its_own_outcome_also_where_a_batch_holds_it_twice(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var lane = Open(test);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 2000).Select(async i => (Item: i % 700, IsNew: await lane.SubmitAsync($"item-{i % 700}")))
        );

        foreach (var item in outcomes.GroupBy(o => o.Item))
            Assert.Single(item, o => o.IsNew);
        Assert.Equal(1400, await CountAsync(test));
        Assert.False(await lane.SubmitAsync("item-3"));
    }

    [Theory, EachDatabase]
    public async Task An_answered_item_is_seen_by_another_connection(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var other = TestDatabase.Open(test.Options, TimeProvider.System);
        await using var lane = Open(test);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await lane.SubmitAsync($"{i}"));
            Assert.Equal(2 * (i + 1), await other.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM halves")));
        }
    }

    [Theory, EachDatabase]
    public async Task One_item_with_a_fault_fails_alone(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var lane = Open(test);
        var submits = Enumerable.Range(0, 100).Select(i => lane.SubmitAsync(i == 50 ? "fault" : $"{i}")).ToList();
        for (var i = 0; i < submits.Count; i++)
        {
            if (i == 50)
                await Assert.ThrowsAsync<InvalidOperationException>(() => submits[50]);
            else
                Assert.True(await submits[i]);
        }

        Assert.Equal(198, await CountAsync(test));
    }

    [Theory, EachDatabase]
    public async Task Lane_and_units_write_beside_each_other(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var lane = Open(test);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? lane.SubmitAsync($"{i}") : test.Database.WriteAsync($"{i}")));
        Assert.Equal(500, await CountAsync(test));
        Assert.Equal(250, (await test.Database.IdsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task Closing_the_lane_finishes_what_waits(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var lane = Open(test);
        var submits = Enumerable.Range(0, 1000).Select(i => lane.SubmitAsync($"{i}")).ToList();
        await lane.DisposeAsync();

        Assert.All(submits, s => Assert.True(s.IsCompletedSuccessfully));
        Assert.Equal(2000, await CountAsync(test));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => lane.SubmitAsync("late"));
    }

    [Theory, EachDatabase]
    public async Task A_full_lane_refuses_and_stores_what_it_took(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect, o => o.LongestQueue = 10);
        await using var lane = Open(test);
        var submits = Enumerable.Range(0, 5000).Select(i => lane.SubmitAsync($"{i}")).ToList();
        foreach (var submit in submits)
            await Record.ExceptionAsync(() => submit);

        Assert.Contains(submits, s => s.Exception?.InnerException is StorageUnavailableException);
        Assert.All(
            submits.Where(s => !s.IsCompletedSuccessfully),
            s => Assert.IsType<StorageUnavailableException>(s.Exception!.InnerException)
        );
        Assert.Equal(2 * submits.Count(s => s.IsCompletedSuccessfully), await CountAsync(test));
    }

    private static BatchLane<string, bool> Open(TestDatabase test) =>
        new(test.Database, new HalvesWriter(), test.Options, TimeProvider.System);

    private static Task<long> CountAsync(TestDatabase test) =>
        test.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM halves"));
}
