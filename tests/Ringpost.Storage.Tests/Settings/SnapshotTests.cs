using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Settings;

public sealed class SnapshotTests
{
    [Theory, EachDatabase]
    public async Task A_snapshot_is_read_once_and_again_after_a_change(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System);
        var loads = 0;
        using var snapshot = new Snapshot<string>(
            test.Database,
            test.Configuration,
            async connection =>
            {
                loads++;
                return await SettingsSql.ReadAsync(connection, "x") ?? "nothing";
            }
        );
        Assert.Equal("nothing", await snapshot.GetAsync());
        Assert.Equal("nothing", await snapshot.GetAsync());
        Assert.Equal(1, loads);

        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await SettingsSql.WriteAsync(unit, "x", "changed");
                await test.Configuration.RaiseAsync(unit);
            }
        );
        Assert.Equal("changed", await snapshot.GetAsync());
        Assert.Equal(2, loads);
    }

    [Theory, EachDatabase]
    public async Task A_change_that_was_rolled_back_raises_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System);
        await Assert.ThrowsAsync<FormatException>(() =>
            test.Database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await test.Configuration.RaiseAsync(unit);
                    throw new FormatException();
                }
            )
        );
        Assert.Equal(0, test.Configuration.Current);
        Assert.Equal(1, await test.Database.ReadAsync(ConfigurationVersion.ReadAsync));
    }

    [Theory, EachDatabase]
    public async Task Changes_by_32_callers_each_raise_the_version(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System);
        await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => test.Database.WriteAsync(WriteKeys.None, test.Configuration.RaiseAsync)))
        );
        Assert.Equal(33, test.Configuration.Current);
        Assert.Equal(33, await test.Database.ReadAsync(ConfigurationVersion.ReadAsync));
    }
}
