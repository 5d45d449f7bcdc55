using Dapper;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

public sealed class ReadTests
{
    [Theory, EachDatabase]
    public async Task All_statements_of_a_read_see_the_data_of_one_moment(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        await test.Database.WriteAsync("before");
        var (first, second) = await test.Database.ReadAsync(async connection =>
        {
            var first = await connection.QuerySingleAsync<long>("SELECT count(*) AS N FROM things");
            await test.Database.WriteAsync("meanwhile");
            return (first, await connection.QuerySingleAsync<long>("SELECT count(*) AS N FROM things"));
        });
        Assert.Equal((1, 1), (first, second));
        Assert.Equal(["before", "meanwhile"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_read_that_throws_leaves_no_moment_behind_on_its_connection(Dialect dialect)
    {
        await using var test = await ThingsSql.OpenAsync(dialect);
        for (var n = 0; n < 20; n++)
        {
            await Assert.ThrowsAsync<FormatException>(() =>
                test.Database.ReadAsync(async connection =>
                {
                    await connection.QuerySingleAsync<long>("SELECT count(*) AS N FROM things");
                    throw new FormatException();
                })
            );
            await test.Database.WriteAsync($"{n:00}");
            Assert.Equal(n + 1, (await test.Database.IdsAsync()).Count);
        }
    }
}
