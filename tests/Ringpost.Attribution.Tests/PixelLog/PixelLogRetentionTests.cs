using Dapper;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.PixelLog;

public sealed class PixelLogRetentionTests
{
    [Theory, EachDatabase]
    public async Task What_is_older_than_the_setting_goes_and_its_conversions_stay(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        for (var i = 0; i < 1200; i++)
            await tracker.SendAsync(i < 3 ? $"{tracker.Pair}&t={i}" : "o=99");
        await AgeAsync(tracker, TimeSpan.FromDays(401), 1000);
        await tracker.SendAsync($"{tracker.Pair}&t=new");

        var deleted = await PixelLogCountTests.Worker<PixelLogRetention>(tracker).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(deleted >= 1000);
        Assert.Equal(201, (await tracker.LogAsync()).Count);
        Assert.Equal(4, (await tracker.ConversionsAsync()).Count);
        Assert.Equal("DUPLICATE", (await tracker.SendAsync($"{tracker.Pair}&t=1&x=1")).Message);
        Assert.Equal(0, await PixelLogCountTests.Worker<PixelLogRetention>(tracker).RunAsync(TestContext.Current.CancellationToken));
    }

    [Theory, EachDatabase]
    public async Task While_another_node_holds_the_lease_nothing_is_deleted(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync("o=99");
        await AgeAsync(tracker, TimeSpan.FromDays(401), 1);
        var other = new Leases(tracker.Database, new Identifiers(TimeProvider.System));
        Assert.True(await other.TryTakeAsync(PixelLogRetention.Lease, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        var worker = PixelLogCountTests.Worker<PixelLogRetention>(tracker);
        Assert.Equal(0, await worker.RunAsync(TestContext.Current.CancellationToken));
        await other.ReleaseAsync(PixelLogRetention.Lease);
        Assert.Equal(1, await worker.RunAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_slice_shrinks_where_it_takes_long_and_grows_where_it_does_not()
    {
        Assert.Equal(250, PixelLogRetention.Next(500, TimeSpan.FromMilliseconds(200)));
        Assert.Equal(1000, PixelLogRetention.Next(500, TimeSpan.FromMilliseconds(2)));
        Assert.Equal(500, PixelLogRetention.Next(500, TimeSpan.FromMilliseconds(20)));
        Assert.Equal(100, PixelLogRetention.Next(100, TimeSpan.FromSeconds(9)));
        Assert.Equal(4000, PixelLogRetention.Next(4000, TimeSpan.Zero));
    }

    private static Task AgeAsync(Tracker tracker, TimeSpan by, int rows) =>
        tracker.Database.WriteAsync(
            WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "UPDATE pixel_log SET at = at - @by WHERE id <= @rows",
                    new { by = (long)by.TotalMilliseconds, rows }
                )
        );
}
