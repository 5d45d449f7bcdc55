using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.Postbacks;

/// <summary>Ids of a PostgreSQL table, taken from its sequence in blocks, so that a batch need not ask for each. Unused ones are lost with the node.</summary>
internal sealed class IdBlock(string table)
{
    private const int Size = 512;

    private readonly Lock _lock = new();
    private readonly Queue<long> _ids = new();

    /// <summary>On SQLite, inside the transaction that inserts: nobody else does meanwhile.</summary>
    public static long NextOf(SqliteConnection connection, string table)
    {
        var statement = RawStatement.Of(connection, "SELECT seq FROM sqlite_sequence WHERE name = ?").Bind(1, table);
        var last = statement.Step() ? statement.Number(0) : 0;
        statement.Reset();
        return last + 1;
    }

    public async Task<long[]> TakeAsync(NpgsqlConnection connection, int count)
    {
        var taken = new long[count];
        lock (_lock)
        {
            if (_ids.Count >= count)
            {
                for (var i = 0; i < count; i++)
                    taken[i] = _ids.Dequeue();
                return taken;
            }
        }

        var fresh = await FetchAsync(connection, Math.Max(Size, count));
        lock (_lock)
        {
            foreach (var id in fresh.Skip(count))
                _ids.Enqueue(id);
        }

        fresh.CopyTo(0, taken, 0, count);
        return taken;
    }

    private async Task<List<long>> FetchAsync(NpgsqlConnection connection, int count)
    {
        // OFFSET keeps the sequence from being looked up for each of them, which takes the server twenty times as long.
        await using var command = new NpgsqlCommand(
            "SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence($1, 'id')::regclass AS name OFFSET 0) s, generate_series(1, $2)",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        var ids = new List<long>(count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            ids.Add(reader.GetInt64(0));
        return ids;
    }
}
