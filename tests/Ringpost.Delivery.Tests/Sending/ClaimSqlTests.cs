using Ringpost.Delivery.Sending;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

public sealed class ClaimSqlTests
{
    [Theory, EachDatabase]
    public async Task Nodes_that_claim_at_once_never_share_a_delivery(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await AddAsync(test, "http://a.example/", 200);

        var claims = await Task.WhenAll(Enumerable.Range(0, 32).Select(node => ClaimAsync(test, $"node{node}", 10, 10)));

        var ids = claims.SelectMany(c => c).Select(c => c.Id).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, EachDatabase]
    public async Task A_claim_takes_the_share_of_each_host_and_none_of_a_busy_one(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await AddAsync(test, "http://a.example/", 20);
        await AddAsync(test, "http://b.example/", 20);
        await AddAsync(test, "http://c.example/", 3);

        var claimed = await ClaimAsync(test, "one", 64, 5, "b.example", "d.example");

        Assert.Equal(["a.example", "c.example"], claimed.Select(c => c.Host).Distinct().Order());
        Assert.Equal((5, 3), (claimed.Count(c => c.Host == "a.example"), claimed.Count(c => c.Host == "c.example")));
        Assert.All(claimed, c => Assert.Equal(1, c.Number));
    }

    [Theory, EachDatabase]
    public async Task A_host_that_answers_at_once_gets_more_and_the_oldest_come_first(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await AddAsync(test, "http://quick.example/", 20);
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await AddAsync(test, "http://a.example/", 20);

        var claimed = await ClaimAsync(test, "one", 16, 4);

        Assert.Equal((12, 4), (claimed.Count(c => c.Host == "quick.example"), claimed.Count(c => c.Host == "a.example")));
        claimed = await ClaimAsync(test, "one", 2, 4);
        Assert.All(claimed, c => Assert.Equal("quick.example", c.Host));
        Assert.Equal(2, claimed.Count);
    }

    [Theory, EachDatabase]
    public async Task One_of_many_hosts_gives_at_most_twice_its_even_share_and_those_that_have_theirs_do_not_count(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        string[] others = [.. Enumerable.Range(0, 7).Select(n => $"{n}.example")];
        await AddAsync(test, "http://quick.example/", 20);
        foreach (var other in others)
            await AddAsync(test, $"http://{other}/", 1);

        // 2 x 12 / 8 hosts.
        var claimed = await ClaimAsync(test, "one", 12, 2);
        Assert.Equal((3, 7), (claimed.Count(c => c.Host == "quick.example"), claimed.Count(c => c.Host != "quick.example")));
        // A quick host's most: three times another's.
        Assert.Equal(6, (await ClaimAsync(test, "one", 12, 2, others)).Count);
    }

    [Theory, EachDatabase]
    public async Task An_address_without_a_host_is_claimed_too_so_that_its_fault_is_told(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await AddAsync(test, "nonsense", 2);
        await AddAsync(test, "http://a.example/", 1);

        Assert.Equal(["", "", "a.example"], (await ClaimAsync(test, "one", 10, 10)).Select(c => c.Host).Order());
    }

    [Theory, EachDatabase]
    public async Task A_claim_stands_for_its_time_and_then_counts_as_an_attempt(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await AddAsync(test, "http://a.example/", 1);
        Assert.Single(await ClaimAsync(test, "one", 10, 10));

        test.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await ClaimAsync(test, "two", 10, 10));

        test.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Assert.Single(await ClaimAsync(test, "two", 10, 10)).Number);
    }

    [Theory, EachDatabase]
    public async Task Only_the_holder_gives_back_and_what_was_not_sent_is_no_attempt(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await AddAsync(test, "http://a.example/", 1);
        var id = Assert.Single(await ClaimAsync(test, "one", 10, 10)).Id;

        await test.Test.Database.WriteAsync(WriteKeys.None, unit => ClaimSql.GiveBackAsync(unit, "two", [id], wasSent: false));
        Assert.Empty(await ClaimAsync(test, "two", 10, 10));
        await test.Test.Database.WriteAsync(WriteKeys.None, unit => ClaimSql.GiveBackAsync(unit, "one", [id], wasSent: false));

        Assert.Equal(1, Assert.Single(await ClaimAsync(test, "two", 10, 10)).Number);
    }

    private static Task AddAsync(WorkerTest test, string url, int count) =>
        test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < count; i++)
                    await test.Outbox.EnqueueAsync(unit, Drafts.To(url, $"{url}{i}"));
            }
        );

    private static Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        WorkerTest test,
        string node,
        int limit,
        int perHost,
        params string[] busy
    ) =>
        test.Test.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                ClaimSql.ClaimAsync(
                    unit,
                    node,
                    TimeSpan.FromMinutes(1),
                    new ClaimShares(limit, perHost, 3 * perHost, ["quick.example"], busy)
                )
        );
}
