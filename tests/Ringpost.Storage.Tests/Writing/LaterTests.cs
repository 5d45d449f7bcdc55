using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

/// <summary>Statements without an outcome wait for the next round trip; nobody may see that they did.</summary>
public sealed class LaterTests
{
    /// <summary>Whether the unit takes its keys with its first statement.</summary>
    public static TheoryData<Dialect, bool> Ways =>
        new()
        {
            { Dialect.Sqlite, false },
            { Dialect.Postgres, false },
            { Dialect.Postgres, true },
        };

    [Theory, MemberData(nameof(Ways))]
    public async Task A_units_next_statement_finds_what_it_left_for_later(Dialect dialect, bool byTheUnit)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync("old");

        await test.Database.WriteAsync(
            Keys("a", byTheUnit),
            async unit =>
            {
                await LeaveAsync(unit, "first");
                await unit.Later.ExecuteAsync("UPDATE things SET value = @value WHERE id = @id", new { id = "first", value = "changed" });
                Assert.Equal("changed", await ThingsSql.FindAsync(unit.Connection, "first"));
                await LeaveAsync(unit, "second");
                // What went before it is not counted.
                Assert.Equal(
                    1,
                    await unit.Connection.ExecuteAsync("UPDATE things SET value = @value WHERE id = @id", new { id = "old", value = "new" })
                );
                await LeaveAsync(unit, "third");
                Assert.Equal(4, await unit.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM things"));
                string[] ids = ["first", "third", "none"];
                await LeaveAsync(unit, "fourth");
                Assert.Equal(
                    ["first", "third"],
                    await unit.Connection.QueryAsync<string>(
                        $"SELECT id AS Id FROM things WHERE id {unit.Pick("IN @ids", "= ANY(@ids)")} ORDER BY id",
                        new { ids }
                    )
                );
                Assert.Equal("first", await unit.Connection.QueryFirstAsync<string>("SELECT id AS Id FROM things ORDER BY id"));
                await LeaveAsync(unit, "last");
                return true;
            }
        );

        Assert.Equal(["first", "fourth", "last", "old", "second", "third"], await test.Database.IdsAsync());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task What_fails_later_fails_the_unit(Dialect dialect, bool byTheUnit)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync("same");
        var committed = 0;

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            test.Database.WriteAsync(
                Keys("a", byTheUnit),
                async unit =>
                {
                    unit.AfterCommit(() => committed++);
                    await LeaveAsync(unit, "before");
                    await LeaveAsync(unit, "same");
                    await LeaveAsync(unit, "after");
                }
            )
        );

        Assert.Equal(0, committed);
        Assert.Equal(["same"], await test.Database.IdsAsync());
        // The connection goes back clean, its keys let go.
        await test.Database.WriteAsync(Keys("a", byTheUnit), unit => LeaveAsync(unit, "next"));
        Assert.Equal(["next", "same"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task Keys_that_go_with_the_first_statement_keep_others_out(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync(WriteKeys.None, unit => ThingsSql.InsertAsync(unit, "counter", "0"));

        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(n =>
                    test.Database.WriteAsync(
                        // The other way to hold the same key counts too.
                        Keys("counter", byTheUnit: n % 3 != 0),
                        async unit =>
                        {
                            var value = int.Parse((await ThingsSql.FindAsync(unit.Connection, "counter"))!, null);
                            await unit.Later.ExecuteAsync(
                                "UPDATE things SET value = @value WHERE id = 'counter'",
                                new { value = $"{value + 1}" }
                            );
                        }
                    )
                )
        );

        Assert.Equal("40", await test.Database.ReadAsync(c => ThingsSql.FindAsync(c, "counter")));
    }

    [Theory, EachDatabase]
    public async Task A_key_that_is_also_held_keeps_others_out(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync(WriteKeys.None, unit => ThingsSql.InsertAsync(unit, "counter", "0"));

        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n =>
                    test.Database.WriteAsync(
                        Keys($"own {n}", byTheUnit: n % 2 == 0),
                        async unit =>
                        {
                            await ThingsSql.FindAsync(unit.Connection, "none");
                            await unit.AlsoHoldAsync(["counter"]);
                            var value = int.Parse((await ThingsSql.FindAsync(unit.Connection, "counter"))!, null);
                            await unit.Later.ExecuteAsync(
                                "UPDATE things SET value = @value WHERE id = 'counter'",
                                new { value = $"{value + 1}" }
                            );
                        }
                    )
                )
        );

        Assert.Equal("20", await test.Database.ReadAsync(c => ThingsSql.FindAsync(c, "counter")));
    }

    [Theory, EachDatabase]
    public async Task Values_arrive_as_they_would_by_a_statement_of_now(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        var values = new
        {
            text = "it's \u20ac @text",
            number = 7_000_000_000L,
            small = 3,
            yes = true,
            at = new Instant(5),
            noText = (string?)null,
            noMoment = (Instant?)null,
        };
        const string Sql =
            "INSERT INTO things (id, value) VALUES (@id, CAST(@number AS text) || '|' || CAST(@small AS text) || '|' || CAST(@yes AS text) || '|' || CAST(@at AS text) || '|' "
            + "|| @text || '|@small|' || COALESCE(@noText, 'none') || '|' || COALESCE(CAST(@noMoment AS text), 'never'))";

        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                foreach (var id in (string[])["one", "two"])
                {
                    var parameters = new DynamicParameters(values);
                    parameters.Add("id", id);
                    await unit.Later.ExecuteAsync(Sql, parameters);
                }
            }
        );

        foreach (var id in (string[])["one", "two"])
            Assert.Equal(
                "7000000000|3|1|5|it's \u20ac @text|@small|none|never",
                await test.Database.ReadAsync(c => ThingsSql.FindAsync(c, id))
            );
    }

    [Theory, EachDatabase]
    public async Task Nothing_is_read_later(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await Assert.ThrowsAsync<NotSupportedException>(() => unit.Later.ExecuteScalarAsync<long>("SELECT 1"));
                await Assert.ThrowsAsync<NotSupportedException>(() => unit.Later.QueryAsync<long>("SELECT 1 AS N"));
            }
        );
    }

    private static WriteKeys Keys(string key, bool byTheUnit) => byTheUnit ? WriteKeys.Of(key).ByTheUnit() : WriteKeys.Of(key);

    private static Task LeaveAsync(WriteUnit unit, string id) =>
        unit.Later.ExecuteAsync("INSERT INTO things (id, value) VALUES (@id, '')", new { id });
}
