using Microsoft.Extensions.Time.Testing;
using Ringpost.Primitives;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Leases;

public sealed class LeasesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory, EachDatabase]
    public async Task The_holder_keeps_it_until_it_runs_out_or_is_given_back(Dialect dialect)
    {
        var time = new FakeTimeProvider();
        await using var test = await TestDatabase.OpenAsync(dialect, time);
        var identifiers = new Identifiers(time);
        var (one, two) = (new Storage.Leases.Leases(test.Database, identifiers), new Storage.Leases.Leases(test.Database, identifiers));

        Assert.True(await one.TryTakeAsync("job", Minute));
        Assert.False(await two.TryTakeAsync("job", Minute));
        Assert.True(await two.TryTakeAsync("other job", Minute));
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.True(await one.TryTakeAsync("job", Minute));
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.False(await two.TryTakeAsync("job", Minute));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await two.TryTakeAsync("job", Minute));
        Assert.False(await one.TryTakeAsync("job", Minute));

        await one.ReleaseAsync("job");
        Assert.False(await one.TryTakeAsync("job", Minute));
        await two.ReleaseAsync("job");
        Assert.True(await one.TryTakeAsync("job", Minute));
    }
}
