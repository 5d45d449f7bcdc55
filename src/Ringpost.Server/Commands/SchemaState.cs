using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary>What the database says of itself: which migrations it lacks, what time it is there.</summary>
internal static class SchemaState
{
    public static async Task<IReadOnlyList<string>> MissingAsync(
        Database database,
        IEnumerable<SchemaModule> modules,
        CancellationToken cancellation
    )
    {
        var scripts = Migrator.Scripts(modules, database.Dialect).Select(s => s.Name).ToList();
        var ran = await database.ReadAsync(ReadJournalAsync, cancellation);
        return [.. scripts.Where(s => !ran.Contains(s))];
    }

    public static async Task<Instant> NowAsync(DbConnection connection, Database database) =>
        new(
            await connection.ExecuteScalarAsync<long>(
                database.Pick(
                    "SELECT CAST(unixepoch('subsec') * 1000 AS integer)",
                    "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"
                )
            )
        );

    private static async Task<HashSet<string>> ReadJournalAsync(DbConnection connection) =>
        [.. await connection.QueryAsync<string>("SELECT scriptname FROM schema_journal")];
}
