using System.Data.Common;
using System.Globalization;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Settings;

/// <summary>
/// The number that rises with every change of configuration. Snapshots compare it; the writing node sees the new number right after its
/// commit, other nodes and processes within a second (architecture 4.4, 4.6).
/// </summary>
public sealed class ConfigurationVersion
{
    private long _current;

    /// <summary>The newest version this node knows of.</summary>
    public long Current => Volatile.Read(ref _current);

    /// <summary>Raises the version in the transaction that changes configuration.</summary>
    public async Task RaiseAsync(WriteUnit unit)
    {
        var version = await unit.Connection.ExecuteScalarAsync<string>(
            unit.Pick(
                "UPDATE settings SET value = CAST(CAST(value AS integer) + 1 AS text) WHERE name = 'configuration_version' RETURNING value",
                "UPDATE settings SET value = CAST(CAST(value AS bigint) + 1 AS text) WHERE name = 'configuration_version' RETURNING value"
            )
        );
        var raised = long.Parse(version!, CultureInfo.InvariantCulture);
        unit.AfterCommit(() => Observe(raised));
    }

    public static async Task<long> ReadAsync(DbConnection connection) =>
        long.Parse(
            (await connection.ExecuteScalarAsync<string>("SELECT value FROM settings WHERE name = 'configuration_version'"))!,
            CultureInfo.InvariantCulture
        );

    internal void Observe(long version)
    {
        long known;
        while ((known = Volatile.Read(ref _current)) < version)
            if (Interlocked.CompareExchange(ref _current, version, known) == known)
                return;
    }
}
