using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Crasher;

/// <summary>The tables that the storage tests write to.</summary>
public static class Things
{
    public static readonly SchemaModule Schema = new("things", 90, typeof(Things).Assembly);
}

/// <summary>Writes two rows for each item; true where the item was new. The item <c>fault</c> makes its batch fail.</summary>
public sealed class HalvesWriter : BatchWriter<string, bool>
{
    public override Task<bool[]> WriteSqliteAsync(IReadOnlyList<string> items, SqliteConnection connection, WriteUnit unit)
    {
        var outcomes = new bool[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            RefuseFault(items[i]);
            for (var half = 1; half <= 2; half++)
                outcomes[i] =
                    RawStatement
                        .Of(connection, "INSERT INTO halves (write, half) VALUES (?1, ?2) ON CONFLICT (write, half) DO NOTHING")
                        .Bind(1, items[i])
                        .Bind(2, half)
                        .Run() == 1;
        }

        return Task.FromResult(outcomes);
    }

    public override async Task<bool[]> WritePostgresAsync(IReadOnlyList<string> items, NpgsqlConnection connection, WriteUnit unit)
    {
        foreach (var item in items)
            RefuseFault(item);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO halves (write, half) SELECT w, h FROM (SELECT DISTINCT unnest($1::text[]) AS w ORDER BY 1) AS writes, (VALUES (1), (2)) AS halves (h) "
                + "ON CONFLICT (write, half) DO NOTHING RETURNING write",
            connection
        );
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. items] });
        var written = new HashSet<string>(StringComparer.Ordinal);
        await using (var rows = await insert.ExecuteReaderAsync())
            while (await rows.ReadAsync())
                written.Add(rows.GetString(0));
        // The first of equal items in one batch is the new one.
        return [.. items.Select(written.Remove)];
    }

    private static void RefuseFault(string item)
    {
        if (item == "fault")
            throw new InvalidOperationException("A writer with a fault.");
    }
}
