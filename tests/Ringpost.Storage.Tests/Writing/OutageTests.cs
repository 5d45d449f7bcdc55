using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Crasher;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Tests.Kill;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

/// <summary>What the issue names: disk full, database locked, PostgreSQL restarted in mid-run. Refused, not recorded as done, recovered alone.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task On_a_full_disk_large_writes_are_refused_and_the_group_is_never_half_answered()
    {
        await using var test = await ThingsSql.OpenAsync(Dialect.Sqlite);
        var pages = await test.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteScalarAsync<long>("PRAGMA page_count"));
        await LimitAsync(test.Database, pages + 20);
        var writes = Enumerable
            .Range(0, 60)
            .Select(async i =>
            {
                try
                {
                    // A gap in the group's middle: small, too large, small.
                    await test.Database.WriteAsync(
                        WriteKeys.None,
                        unit => ThingsSql.InsertAsync(unit, $"{i:00}", new string('x', i % 3 == 1 ? 200_000 : 10))
                    );
                    return true;
                }
                catch (StorageUnavailableException)
                {
                    return false;
                }
            });
        var answers = await Task.WhenAll(writes);

        Assert.DoesNotContain(true, answers.Where((_, i) => i % 3 == 1));
        Assert.Equal(Enumerable.Range(0, 60).Where(i => answers[i]).Select(i => $"{i:00}"), await test.Database.IdsAsync());
        Assert.Contains(true, answers);
    }

    [Fact]
    public async Task After_the_disk_has_room_again_writes_go_on_by_themselves()
    {
        await using var test = await ThingsSql.OpenAsync(Dialect.Sqlite);
        await using var lane = new BatchLane<string, bool>(test.Database, new HalvesWriter(), test.Options, TimeProvider.System);
        var pages = await test.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteScalarAsync<long>("PRAGMA page_count"));
        await LimitAsync(test.Database, pages);
        await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            test.Database.WriteAsync(WriteKeys.None, unit => ThingsSql.InsertAsync(unit, "large", new string('x', 100_000)))
        );
        await Assert.ThrowsAsync<StorageUnavailableException>(() => lane.SubmitAsync(new string('x', 100_000)));

        await LimitAsync(test.Database, 1_000_000);
        await test.Database.WriteAsync("after");
        Assert.True(await lane.SubmitAsync("after"));
        Assert.Equal(["after"], await test.Database.IdsAsync());
    }

    [Fact]
    public async Task Locked_by_another_process_a_write_is_refused_and_succeeds_once_the_lock_is_gone()
    {
        await using var test = await ThingsSql.OpenAsync(Dialect.Sqlite);
        await using var lane = new BatchLane<string, bool>(test.Database, new HalvesWriter(), test.Options, TimeProvider.System);
        await test.Database.WriteAsync("before");
        using (var locker = CrasherProcess.Start("lock", ((SqliteDatabase)test.Database).File))
        {
            Assert.Equal("locked", await locker.StandardOutput.ReadLineAsync());
            var submit = Assert.ThrowsAsync<StorageUnavailableException>(() => lane.SubmitAsync("locked"));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => test.Database.WriteAsync("locked"));
            await submit;
            Assert.Equal(["before"], await test.Database.IdsAsync());
            locker.StandardInput.Close();
            await locker.WaitForExitAsync();
        }

        await test.Database.WriteAsync("after");
        Assert.True(await lane.SubmitAsync("after"));
        Assert.Equal(["after", "before"], await test.Database.IdsAsync());
    }

    [Fact]
    public async Task A_database_file_that_is_gone_is_an_outage_for_reads()
    {
        await using var test = await TestDatabase.OpenEmptyAsync(Dialect.Sqlite, TimeProvider.System);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => test.Database.IdsAsync());
    }

    [Fact]
    public async Task PostgreSQL_stopped_and_started_in_mid_run_is_refused_in_between_and_found_again()
    {
        using var server = PostgresServer.TryStart();
        if (server is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", "PostgreSQL is not installed; ./test installs it");
            Assert.Fail("PostgreSQL is not installed.");
        }

        var options = new StorageOptions
        {
            Database = server.ConnectionString.Replace("Pooling=false", "Pooling=true", StringComparison.Ordinal),
        };
        await using var database = TestDatabase.Open(options, TimeProvider.System);
        new Migrator(database, [StorageModule.Schema, Things.Schema], NullLogger<Migrator>.Instance).Run();
        await using var lane = new BatchLane<string, bool>(database, new HalvesWriter(), options, TimeProvider.System);

        using var stop = new CancellationTokenSource();
        var run = Run.Start(database, lane, stop.Token);
        await Eventually.TrueAsync(() => run.Units.Count > 100 && run.Items.Count > 100, "the writers are at work");
        server.Stop();
        await Eventually.TrueAsync(() => run.Refused > 100, "writes are refused while the server is away");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.IdsAsync());
        server.Start();
        var (units, items) = (run.Units.Count, run.Items.Count);
        await Eventually.TrueAsync(() => run.Units.Count > units + 100 && run.Items.Count > items + 100, "the writers are at work again");
        await stop.CancelAsync();
        await run.Ended;

        Assert.Empty(run.Faults);
        Assert.Subset((await database.IdsAsync()).ToHashSet(), run.Units.ToHashSet());
        var halves = await database.ReadAsync(async c =>
            (await c.QueryAsync<string>("SELECT write AS Write FROM halves WHERE half = 2")).ToHashSet()
        );
        Assert.Subset(halves, run.Items.ToHashSet());
    }

    private static Task LimitAsync(Database database, long pages) =>
        database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteScalarAsync<long>($"PRAGMA max_page_count = {pages}"));

    /// <summary>Writers that keep what was answered.</summary>
    private sealed class Run
    {
        private int _refused;

        public ConcurrentQueue<string> Units { get; } = new();

        public ConcurrentQueue<string> Items { get; } = new();

        public ConcurrentQueue<Exception> Faults { get; } = new();

        public int Refused => Volatile.Read(ref _refused);

        public Task Ended { get; private set; } = Task.CompletedTask;

        public static Run Start(Database database, BatchLane<string, bool> lane, CancellationToken stop)
        {
            var run = new Run();
            run.Ended = Task.WhenAll(
                Enumerable.Range(0, 16).Select(writer => Task.Run(() => run.WriteAsync(database, lane, writer, stop)))
            );
            return run;
        }

        private async Task WriteAsync(Database database, BatchLane<string, bool> lane, int writer, CancellationToken stop)
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var id = $"{writer}-{n}";
                try
                {
                    if (writer % 2 == 0)
                    {
                        await database.WriteAsync(id);
                        Units.Enqueue(id);
                    }
                    else
                    {
                        await lane.SubmitAsync(id);
                        Items.Enqueue(id);
                    }
                }
                catch (StorageUnavailableException)
                {
                    Interlocked.Increment(ref _refused);
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
                }
                catch (Exception e)
                {
                    Faults.Enqueue(e);
                    return;
                }
            }
        }
    }
}
