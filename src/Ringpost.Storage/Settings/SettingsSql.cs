using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Storage.Settings;

/// <summary>Single values of the instance, by name. A module prefixes its own, as <c>attribution.clickless</c>.</summary>
public static class SettingsSql
{
    public static Task<string?> ReadAsync(DbConnection connection, string name) =>
        connection.ExecuteScalarAsync<string?>("SELECT value FROM settings WHERE name = @name", new { name });

    public static Task WriteAsync(WriteUnit unit, string name, string value) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { name, value }
        );
}
