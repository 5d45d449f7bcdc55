using Xunit;

namespace Ringpost.ArchitectureTests;

/// <summary>Both dialects of every migration make the same tables, so that a row reads the same from either (docs/decisions/0004).</summary>
public sealed class MigrationTests
{
    private static readonly IReadOnlyList<string> Sqlite = Scripts(".sqlite.sql");
    private static readonly IReadOnlyList<string> Postgres = Scripts(".postgres.sql");

    /// <summary>A view on SQLite of what is a table on PostgreSQL (docs/decisions/0024); OpenDeliveriesTests and the worker's tests read both.</summary>
    private const string Apart = "src/Ringpost.Delivery/Schema/0060-open-deliveries";

    [Fact]
    public void Every_migration_exists_in_both_dialects()
    {
        Assert.NotEmpty(Sqlite);
        Assert.Equal(Sqlite, Postgres);
        Assert.All(Sqlite, name => Assert.Matches(@"^src/Ringpost\.\w+/Schema/\d{4}-[a-z0-9-]+$", name));
    }

    [Fact]
    public void Both_dialects_have_the_same_tables_columns_and_indexes()
    {
        foreach (var name in Sqlite.Where(n => n != Apart))
        {
            var (sqlite, postgres) = (
                SchemaScript.Read(Repository.Read(name + ".sqlite.sql")),
                SchemaScript.Read(Repository.Read(name + ".postgres.sql"))
            );
            Assert.Equal((name, Lines(sqlite.Columns)), (name, Lines(postgres.Columns)));
            Assert.Equal((name, Lines(sqlite.Indexes)), (name, Lines(postgres.Indexes)));
        }
    }

    [Fact]
    public void What_is_a_view_on_SQLite_has_the_columns_of_PostgreSQLs_table()
    {
        const string table = "open_deliveries.";
        var columns = SchemaScript
            .Read(Repository.Read(Apart + ".postgres.sql"))
            .Columns.Where(c => c.StartsWith(table, StringComparison.Ordinal))
            .Select(c => c[table.Length..].Split(' ')[0])
            .ToList();

        Assert.NotEmpty(columns);
        Assert.Contains($"SELECT {string.Join(", ", columns)} FROM deliveries", Repository.Read(Apart + ".sqlite.sql"));
    }

    [Fact]
    public void Columns_are_whole_numbers_or_text()
    {
        foreach (var (dialect, number) in new[] { (".sqlite.sql", "integer"), (".postgres.sql", "bigint") })
        {
            var types = Sqlite.SelectMany(name => SchemaScript.Read(Repository.Read(name + dialect)).Types.Select(type => (name, type)));
            Assert.Empty(types.Where(t => t.type != number && t.type != "text").ToList());
        }
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static List<string> Scripts(string ending) => [.. Repository.Files("*" + ending, "src").Select(f => f[..^ending.Length])];
}
