using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Crasher;

/// <summary>Half of the writers use units of their own, half a batch lane; each write is two rows that must not be seen apart.</summary>
internal static class Writers
{
    private const int Count = 200;

    public static async Task RunAsync(string folder, string connection, string run)
    {
        var options = new StorageOptions { Data = folder, Database = connection };
        await using Database database =
            connection.Length > 0
                ? new PostgresDatabase(options, TimeProvider.System, NullLogger<PostgresDatabase>.Instance)
                : new SqliteDatabase(options, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        await using var lane = new BatchLane<string, bool>(database, new HalvesWriter(), options, TimeProvider.System);
        var answered = new Lock();
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };

        await Task.WhenAll(
            Enumerable
                .Range(0, Count)
                .Select(async writer =>
                {
                    for (var n = 0; ; n++)
                    {
                        var write = $"{run}-{writer}-{n}";
                        try
                        {
                            if (writer % 2 == 0)
                                await lane.SubmitAsync(write);
                            else
                                await database.WriteAsync(WriteKeys.None, unit => InsertAsync(unit, write));
                        }
                        catch (StorageUnavailableException)
                        {
                            // Not answered: it may be missing.
                            continue;
                        }

                        lock (answered)
                            output.WriteLine(write);
                    }
                })
        );
    }

    private static async Task InsertAsync(WriteUnit unit, string write)
    {
        await unit.Connection.ExecuteAsync("INSERT INTO halves (write, half) VALUES (@write, 1)", new { write });
        await Task.Yield();
        await unit.Connection.ExecuteAsync("INSERT INTO halves (write, half) VALUES (@write, 2)", new { write });
    }
}
