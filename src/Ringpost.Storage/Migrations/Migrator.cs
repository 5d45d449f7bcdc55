using System.Text.RegularExpressions;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Migrations;

/// <summary>
/// Brings the database to this version's schema. Nodes that start at once take turns: an advisory lock on PostgreSQL, a locked file
/// beside the database on SQLite (architecture 4.1).
/// </summary>
public sealed partial class Migrator(Database database, IEnumerable<SchemaModule> modules, ILogger<Migrator> log)
{
    private const long LockKey = 0x52696E67706F7374; // "Ringpost"

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Runs what is missing and returns the names of the scripts that ran.</summary>
    public IReadOnlyList<string> Run(CancellationToken cancellation = default) =>
        database switch
        {
            SqliteDatabase sqlite => RunOnSqlite(sqlite, cancellation),
            PostgresDatabase postgres => RunOnPostgres(postgres, cancellation),
            _ => throw new InvalidOperationException("There are two databases."),
        };

    /// <summary>The scripts of one dialect in the order they run in, as <c>module/0001-name</c> and text.</summary>
    public static IReadOnlyList<SqlScript> Scripts(IEnumerable<SchemaModule> modules, Dialect dialect)
    {
        var ending = dialect == Dialect.Sqlite ? ".sqlite.sql" : ".postgres.sql";
        var scripts = new List<SqlScript>();
        foreach (var module in modules.OrderBy(m => m.Order))
        {
            foreach (
                var resource in module
                    .Assembly.GetManifestResourceNames()
                    .Where(n => n.EndsWith(ending, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            )
            {
                var file = ResourceFile().Match(resource).Groups[1].Value;
                using var reader = new StreamReader(module.Assembly.GetManifestResourceStream(resource)!);
                scripts.Add(new SqlScript($"{module.Name}/{file}", reader.ReadToEnd()));
            }
        }

        return scripts;
    }

    private List<string> RunOnSqlite(SqliteDatabase sqlite, CancellationToken cancellation)
    {
        using var turn = WaitForFile(sqlite.File + ".migrating", cancellation);
        using (var connection = new SqliteConnection(sqlite.WriteConnection))
        {
            connection.Open();
            using var wal = connection.CreateCommand();
            wal.CommandText = "PRAGMA journal_mode=WAL";
            wal.ExecuteNonQuery();
        }

        return Upgrade(DeployChanges.To.SqliteDatabase(sqlite.WriteConnection).JournalToSqliteTable("schema_journal"));
    }

    private List<string> RunOnPostgres(PostgresDatabase postgres, CancellationToken cancellation)
    {
        // Not from the pool: closing this connection frees the lock whatever happens.
        using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ToString()
        );
        connection.Open();
        using (var take = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection) { CommandTimeout = (int)LongestWait.TotalSeconds })
        {
            take.Parameters.AddWithValue("key", LockKey);
            take.ExecuteNonQuery();
        }

        cancellation.ThrowIfCancellationRequested();
        // The data source hides the password: DbUp gets the string as it was configured.
        return Upgrade(DeployChanges.To.PostgresqlDatabase(postgres.ConnectionString).JournalToPostgresqlTable("public", "schema_journal"));
    }

    private List<string> Upgrade(UpgradeEngineBuilder builder)
    {
        var result = builder
            .WithScripts(Scripts(modules, database.Dialect))
            .WithScriptNameComparer(new InGivenOrder(Scripts(modules, database.Dialect).Select(s => s.Name)))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        var ran = result.Scripts.Select(s => s.Name).ToList();
        foreach (var script in ran)
            LogMigrated(log, script);
        return ran;
    }

    private static FileStream WaitForFile(string path, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                // The file stays: were it deleted, one starter could hold the old file and another the new one.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (waited < LongestWait)
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    [GeneratedRegex(@"Schema\.(.+)\.(?:sqlite|postgres)\.sql$")]
    private static partial Regex ResourceFile();

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "Migrated {Script}")]
    private static partial void LogMigrated(ILogger log, string script);

    /// <summary>DbUp sorts scripts by name; module order is not alphabetical.</summary>
    private sealed class InGivenOrder(IEnumerable<string> names) : IComparer<string>
    {
        private readonly Dictionary<string, int> _places = names
            .Select((name, place) => (name, place))
            .ToDictionary(n => n.name, n => n.place);

        public int Compare(string? x, string? y) => Place(x).CompareTo(Place(y));

        private int Place(string? name) => name is not null && _places.TryGetValue(name, out var place) ? place : int.MaxValue;
    }
}
