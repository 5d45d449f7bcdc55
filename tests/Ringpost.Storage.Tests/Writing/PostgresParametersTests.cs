using Npgsql;
using Ringpost.Storage.Writing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

public sealed class PostgresParametersTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1", "")]
    [InlineData("UPDATE t SET a = @one, b = @two_2 WHERE a = @one", "UPDATE t SET a = $1, b = $2 WHERE a = $1", "one two_2")]
    [InlineData("SELECT @b, @a", "SELECT $1, $2", "b a")]
    [InlineData("SELECT 'at @one', 'it''s @two', \"@three\", @four", "SELECT 'at @one', 'it''s @two', \"@three\", $1", "four")]
    [InlineData("SELECT a @> @some::jsonb, 'not closed @x", "SELECT a @> $1::jsonb, 'not closed @x", "some")]
    public void A_name_is_a_number_in_the_order_in_which_it_is_named_first(string sql, string numbered, string names)
    {
        var read = PostgresParameters.Read(sql);

        Assert.Equal((numbered, names), (read.Sql, string.Join(' ', read.Names)));
    }

    [Fact]
    public void What_is_given_stands_in_the_order_of_the_numbers_once_and_for_all()
    {
        var statement = Statement("SELECT @b, @a, @b", ("a", 1), ("unused", 2), ("b", 3));

        PostgresParameters.Number(statement);
        PostgresParameters.Number(statement);

        Assert.Equal("SELECT $1, $2, $1", statement.CommandText);
        Assert.Equal([3, 1], statement.Parameters.Select(p => p.Value));
        Assert.All(statement.Parameters, p => Assert.Equal("", p.ParameterName));
    }

    [Fact]
    public void A_statement_that_names_what_is_not_given_stays_as_it_is()
    {
        var statement = Statement("SELECT @a, @missing", ("a", 1));

        PostgresParameters.Number(statement);

        Assert.Equal("SELECT @a, @missing", statement.CommandText);
        Assert.Equal("a", Assert.Single(statement.Parameters).ParameterName);
    }

    private static NpgsqlBatchCommand Statement(string sql, params (string Name, int Value)[] parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var (name, value) in parameters)
            statement.Parameters.Add(new NpgsqlParameter(name, value));
        return statement;
    }
}
