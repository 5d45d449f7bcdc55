using Dapper;
using Npgsql;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

public sealed class WriteTests
{
    [Theory, EachDatabase]
    public async Task What_was_answered_is_seen_by_another_connection(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var other = TestDatabase.Open(test.Options, TimeProvider.System);
        for (var i = 0; i < 20; i++)
        {
            await test.Database.WriteAsync($"{i}");
            Assert.Equal("", await other.ReadAsync(c => ThingsSql.FindAsync(c, $"{i}")));
        }
    }

    [Theory, EachDatabase]
    public async Task A_unit_that_throws_leaves_nothing_and_its_caller_gets_the_exception(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var thrown = await Assert.ThrowsAsync<FormatException>(() =>
            test.Database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await ThingsSql.InsertAsync(unit, "a");
                    throw new FormatException("mine");
                }
            )
        );

        Assert.Equal("mine", thrown.Message);
        Assert.Empty(await test.Database.IdsAsync());
        await test.Database.WriteAsync("b");
        Assert.Equal(["b"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task What_goes_with_the_commit_is_stored_with_the_unit_or_nothing_of_both_is(Dialect dialect)
    {
        if (dialect == Dialect.Sqlite)
            return;
        await using var test = await ThingsSql.OpenAsync(dialect);
        var committed = 0;
        Task WriteAsync(string id, params string[] statements) =>
            test.Database.WriteAsync(
                WriteKeys.Of("with-commit"),
                async unit =>
                {
                    await ThingsSql.InsertAsync(unit, id);
                    foreach (var statement in statements)
                        unit.WithCommit(new NpgsqlBatchCommand(statement));
                    unit.AfterCommit(() => committed++);
                }
            );

        await WriteAsync("a", "INSERT INTO things (id, value) VALUES ('b', '')", "INSERT INTO things (id, value) VALUES ('c', '')");
        Assert.Equal(["a", "b", "c"], await test.Database.IdsAsync());
        await Assert.ThrowsAsync<PostgresException>(() =>
            WriteAsync("d", "INSERT INTO things (id, value) VALUES ('e', '')", "INSERT INTO things (id, value) VALUES ('f', NULL)")
        );
        Assert.Equal(["a", "b", "c"], await test.Database.IdsAsync());
        // The connection goes back clean, its lock let go.
        await WriteAsync("g");
        Assert.Equal(["a", "b", "c", "g"], await test.Database.IdsAsync());
        Assert.Equal(2, committed);
    }

    [Theory, EachDatabase]
    public async Task A_failing_unit_does_not_hurt_those_that_ran_with_it(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var writes = Enumerable
            .Range(0, 90)
            .Select(async i =>
            {
                try
                {
                    await test.Database.WriteAsync(
                        WriteKeys.None,
                        async unit =>
                        {
                            await ThingsSql.InsertAsync(unit, $"{i:00}");
                            // A third fails in code, a third in SQL.
                            if (i % 3 == 1)
                                throw new FormatException();
                            if (i % 3 == 2)
                                await unit.Connection.ExecuteAsync(
                                    "INSERT INTO things (id, value) VALUES (@id, NULL)",
                                    new { id = $"{i}-null" }
                                );
                        }
                    );
                    return true;
                }
                catch (Exception e) when (e is not StorageUnavailableException)
                {
                    return false;
                }
            });
        var answers = await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Range(0, 90).Select(i => i % 3 == 0), answers);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i * 3:00}"), await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task Steps_after_the_commit_run_after_it_and_only_then(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var other = TestDatabase.Open(test.Options, TimeProvider.System);
        var seen = new List<string?>();
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                unit.AfterCommit(() => seen.Add(other.ReadAsync(c => ThingsSql.FindAsync(c, "a")).GetAwaiter().GetResult()));
                await ThingsSql.InsertAsync(unit, "a", "stored");
                Assert.Empty(seen);
            }
        );
        await Assert.ThrowsAsync<FormatException>(() =>
            test.Database.WriteAsync(
                WriteKeys.None,
                unit =>
                {
                    unit.AfterCommit(() => seen.Add("rolled back"));
                    throw new FormatException();
                }
            )
        );

        Assert.Equal(["stored"], seen);
    }

    [Theory, EachDatabase]
    public async Task A_step_after_the_commit_that_throws_does_not_unsay_the_write(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var ran = false;
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                unit.AfterCommit(() => throw new StorageUnavailableException("a step with a fault"));
                unit.AfterCommit(() => ran = true);
                await ThingsSql.InsertAsync(unit, "a");
            }
        );
        await test.Database.WriteAsync("b");

        Assert.True(ran);
        Assert.Equal(["a", "b"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_write_inside_a_unit_is_refused_and_not_waited_for(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            test.Database.WriteAsync(WriteKeys.None, _ => test.Database.WriteAsync("inner"))
        );
        await test.Database.WriteAsync("after");
        Assert.Equal(["after"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_unit_that_ends_the_transaction_itself_fails_and_the_others_go_on(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var writes = Enumerable
            .Range(0, 20)
            .Select(async i =>
            {
                try
                {
                    await test.Database.WriteAsync(
                        WriteKeys.None,
                        async unit =>
                        {
                            await ThingsSql.InsertAsync(unit, $"{i:00}");
                            if (i == 10)
                                await unit.Connection.ExecuteAsync("ROLLBACK");
                        }
                    );
                    return true;
                }
                catch (Exception)
                {
                    return false;
                }
            });
        var answers = await Task.WhenAll(writes);

        var stored = await test.Database.IdsAsync();
        Assert.Equal(Enumerable.Range(0, 20).Where(i => answers[i]).Select(i => $"{i:00}"), stored);
        Assert.Equal(19, stored.Count(id => id != "10"));
    }

    [Theory, EachDatabase]
    public async Task Closing_finishes_the_writes_that_wait_and_refuses_new_ones(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await using var closing = TestDatabase.Open(test.Options, TimeProvider.System);
        var gate = new TaskCompletionSource();
        var first = closing.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await gate.Task;
                await ThingsSql.InsertAsync(unit, "first");
            }
        );
        var others = Enumerable.Range(0, 15).Select(i => closing.WriteAsync($"{i:00}")).ToList();
        var closed = closing.DisposeAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => closing.WriteAsync("late"));
        gate.SetResult();
        await closed;

        Assert.True(first.IsCompletedSuccessfully);
        Assert.All(others, o => Assert.True(o.IsCompletedSuccessfully));
        Assert.Equal(16, (await test.Database.IdsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task Who_gives_up_before_the_unit_begins_writes_nothing(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        using var given = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var key = WriteKeys.Of("one");
        var first = test.Database.WriteAsync(key, _ => gate.Task);
        await given.CancelAsync();
        var second = Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            test.Database.WriteAsync(key, unit => ThingsSql.InsertAsync(unit, "second"), given.Token)
        );
        gate.SetResult();
        await first;
        await second;
        Assert.Empty(await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_reader_sees_nothing_of_a_unit_that_has_not_committed(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var written = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var write = test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await ThingsSql.InsertAsync(unit, "a");
                written.SetResult();
                await gate.Task;
            }
        );
        await written.Task;
        Assert.Empty(await test.Database.IdsAsync());
        gate.SetResult();
        await write;
        Assert.Equal(["a"], await test.Database.IdsAsync());
    }
}
