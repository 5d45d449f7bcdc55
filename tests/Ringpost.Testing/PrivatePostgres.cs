using Npgsql;

namespace Ringpost.Testing;

/// <summary>
/// The PostgreSQL server of this test process, stopped when the process ends. <c>RINGPOST_TEST_POSTGRES</c> names a server to use instead.
/// </summary>
public static class PrivatePostgres
{
    private static readonly Lazy<string?> Started = new(Start);
    private static int _databases;

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static string? ConnectionString => Started.Value;

    /// <summary>Creates an empty database, or a copy of <paramref name="template"/>, and returns its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync(string? template = null, CancellationToken cancellation = default)
    {
        var name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template} STRATEGY file_copy"), cancellation);
        return new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = name,
            Pooling = true,
            MaxPoolSize = 40,
        }.ToString();
    }

    /// <summary>Drops the database, whoever is still connected to it.</summary>
    public static Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>A port that stays free for this process's servers.</summary>
    public static int FreePort() => FreePorts.Take();

    private static async Task ExecuteAsync(string sql, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(
            ConnectionString ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test installs it.")
        );
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string? Start() =>
        Environment.GetEnvironmentVariable("RINGPOST_TEST_POSTGRES") is { Length: > 0 } given
            ? given
            : PostgresServer.TryStart()?.ConnectionString;
}
