using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ringpost.Storage.Crasher;
using Ringpost.Storage.Migrations;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Migrations;

public sealed class MigratorTests
{
    private static readonly SchemaModule[] Modules = [Things.Schema, StorageModule.Schema];

    /// <summary>The storage's own come first, whatever the order in which the modules are given.</summary>
    private static readonly string[] InOrder = ["storage/0001-foundation", "storage/0100-change-log-parents", "things/0001-things"];

    [Theory, EachDatabase]
    public async Task Four_that_start_at_once_take_turns_and_each_script_runs_once(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenEmptyAsync(dialect, TimeProvider.System);
        var starters = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    await using var database = TestDatabase.Open(test.Options, TimeProvider.System);
                    var ran = new Migrator(database, Modules, NullLogger<Migrator>.Instance).Run();
                    // Whoever comes back from it can write.
                    await database.WriteAsync($"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}");
                    return ran;
                })
            );
        var ran = await Task.WhenAll(starters);

        Assert.Equal(InOrder, ran.SelectMany(names => names).Order());
        Assert.Equal(4, (await test.Database.IdsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task A_second_run_does_nothing_and_modules_run_in_their_order(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenEmptyAsync(dialect, TimeProvider.System);
        var migrator = new Migrator(test.Database, Modules, NullLogger<Migrator>.Instance);
        Assert.Equal(InOrder, migrator.Run());
        Assert.Empty(migrator.Run());
    }

    [Theory, EachDatabase]
    public async Task A_script_that_fails_names_itself_and_leaves_nothing_of_itself(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenEmptyAsync(dialect, TimeProvider.System);
        // Its tables are there before it runs.
        var before = new Migrator(test.Database, [StorageModule.Schema], NullLogger<Migrator>.Instance);
        before.Run();
        await test.Database.WriteAsync(
            Ringpost.Storage.Writing.WriteKeys.None,
            unit => unit.Connection.ExecuteAsync("CREATE TABLE caps (other text)")
        );

        var thrown = Assert.Throws<InvalidOperationException>(() =>
            new Migrator(test.Database, Modules, NullLogger<Migrator>.Instance).Run()
        );
        Assert.Contains("things/0001-things", thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => test.Database.IdsAsync());
        Assert.Empty(before.Run());
    }

    [Fact]
    public void Both_dialects_have_the_same_scripts_in_the_same_order()
    {
        var sqlite = Migrator.Scripts(Modules, Dialect.Sqlite).Select(s => s.Name);
        Assert.Equal(sqlite, Migrator.Scripts(Modules, Dialect.Postgres).Select(s => s.Name));
    }
}
