using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Testing;

/// <summary>A fresh, migrated database of either kind, gone when disposed. Migrated once per set of modules, then copied.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();

    private TestDatabase(StorageOptions options, TimeProvider time)
    {
        (Options, Wake) = (options, new Wake(time));
        Database = Open(options, time);
    }

    public Database Database { get; }

    public StorageOptions Options { get; }

    public ConfigurationVersion Configuration { get; } = new();

    public Wake Wake { get; }

    /// <summary>Storage's own schema is always there; <paramref name="modules"/> come on top.</summary>
    public static Task<TestDatabase> OpenAsync(Dialect dialect, TimeProvider time, params SchemaModule[] modules) =>
        OpenAsync(dialect, time, _ => { }, modules);

    /// <inheritdoc cref="OpenAsync(Dialect, TimeProvider, SchemaModule[])"/>
    public static async Task<TestDatabase> OpenAsync(
        Dialect dialect,
        TimeProvider time,
        Action<StorageOptions> configure,
        params SchemaModule[] modules
    )
    {
        var set = $"{dialect}:{string.Join(',', modules.Select(m => m.Name))}";
        var template = await Templates.GetOrAdd(set, _ => new Lazy<Task<string>>(() => MigrateTemplateAsync(dialect, modules))).Value;
        var options = await NewOptionsAsync(dialect, template);
        configure(options);
        return new TestDatabase(options, time);
    }

    /// <summary>An empty database without any table, for tests of migration.</summary>
    public static async Task<TestDatabase> OpenEmptyAsync(Dialect dialect, TimeProvider time) =>
        new(await NewOptionsAsync(dialect, null), time);

    /// <summary>Another node or process on the same data.</summary>
    public static Database Open(StorageOptions options, TimeProvider time) =>
        options.Database.Length > 0
            ? new PostgresDatabase(options, time, NullLogger<PostgresDatabase>.Instance)
            : new SqliteDatabase(options, time, NullLogger<SqliteDatabase>.Instance);

    private static async Task<StorageOptions> NewOptionsAsync(Dialect dialect, string? template)
    {
        var folder = Directory.CreateTempSubdirectory("ringpost-test-").FullName;
        // Longer than in the product: a busy build machine is no overload. Tests of overload set their own.
        var options = new StorageOptions { Data = folder, LongestWait = TimeSpan.FromSeconds(60) };
        if (dialect == Dialect.Postgres)
            options.Database = await PrivatePostgres.CreateDatabaseAsync(template);
        else if (template is not null)
            File.Copy(Path.Combine(template, "ringpost.db"), Path.Combine(folder, "ringpost.db"));
        return options;
    }

    private static async Task<string> MigrateTemplateAsync(Dialect dialect, SchemaModule[] modules)
    {
        var options = await NewOptionsAsync(dialect, null);
        await using (var database = Open(options, TimeProvider.System))
            new Migrator(database, [StorageModule.Schema, .. modules], NullLogger<Migrator>.Instance).Run();
        AtTheEnd.Run(() => Directory.Delete(options.Data, true));
        if (dialect == Dialect.Postgres)
        {
            // PostgreSQL copies only a database that nobody is connected to.
            NpgsqlConnection.ClearAllPools();
            return new NpgsqlConnectionStringBuilder(options.Database).Database!;
        }

        // Everything into the main file, so that the copy is whole.
        using var sqlite = new SqliteConnection($"Data Source={Path.Combine(options.Data, "ringpost.db")};Pooling=false");
        sqlite.Open();
        using var checkpoint = sqlite.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        checkpoint.ExecuteNonQuery();
        return options.Data;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (Options.Database.Length > 0)
            await PrivatePostgres.DropDatabaseAsync(Options.Database);
        Directory.Delete(Options.Data, true);
    }
}
