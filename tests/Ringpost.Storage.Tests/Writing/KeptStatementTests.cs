using Dapper;
using Microsoft.Data.Sqlite;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

/// <summary>The writer's statements stay prepared on SQLite; nothing of one use may show in the next.</summary>
public sealed class KeptStatementTests
{
    [Theory, EachDatabase]
    public async Task A_statement_has_the_parameters_of_its_own_use_only(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                await ThingsSql.InsertAsync(unit, "a", "one");
                await ThingsSql.InsertAsync(unit, "b");
                await ThingsSql.InsertAsync(unit, "c", "three");
                string?[] read = [await FindAsync("a"), await FindAsync("b"), await FindAsync("none"), await FindAsync("c")];
                Assert.Equal(["one", "", null, "three"], read);
                return true;

                Task<string?> FindAsync(string id) => ThingsSql.FindAsync(unit.Connection, id);
            }
        );
    }

    [Fact]
    public async Task A_list_of_any_length_finds_its_rows()
    {
        await using var test = await ThingsSql.OpenAsync(Dialect.Sqlite);
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var n = 0; n < 20; n++)
                    await ThingsSql.InsertAsync(unit, $"{n:00}");
                foreach (var count in (int[])[3, 20, 0, 3, 11, 1, 20])
                {
                    string[] ids = [.. Enumerable.Range(0, count).Select(n => $"{n:00}")];
                    var found = await unit.Connection.QueryAsync<string>(
                        "SELECT id AS Id FROM things WHERE id IN @ids AND value = @value ORDER BY id",
                        new { ids, value = "" }
                    );
                    Assert.Equal(ids, found);
                }

                return true;
            }
        );
    }

    [Fact]
    public async Task A_statement_is_used_again_after_it_failed()
    {
        await using var test = await ThingsSql.OpenAsync(Dialect.Sqlite);
        await test.Database.WriteAsync("same");
        for (var n = 0; n < 3; n++)
        {
            await Assert.ThrowsAsync<SqliteException>(() => test.Database.WriteAsync("same"));
            await test.Database.WriteAsync($"other {n}");
        }

        Assert.Equal(["other 0", "other 1", "other 2", "same"], await test.Database.IdsAsync());
    }

    [Fact]
    public async Task A_statement_that_is_still_read_from_is_not_handed_to_the_next()
    {
        await using var test = await ThingsSql.OpenAsync(Dialect.Sqlite);
        await test.Database.WriteAsync("a");
        await test.Database.WriteAsync("b");
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                const string Sql = "SELECT id AS Id FROM things ORDER BY id";
                await using var first = await unit.Connection.ExecuteReaderAsync(Sql);
                Assert.True(await first.ReadAsync());
                Assert.Equal(["a", "b"], await unit.Connection.QueryAsync<string>(Sql));
                Assert.Equal("a", first.GetString(0));
                Assert.True(await first.ReadAsync());
                Assert.Equal("b", first.GetString(0));
                return true;
            }
        );
    }
}
