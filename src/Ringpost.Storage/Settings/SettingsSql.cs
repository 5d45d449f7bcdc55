using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
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

    /// <summary>What <see cref="WriteJsonAsync"/> wrote; null where that was nothing, or it never wrote.</summary>
    public static async Task<T?> ReadJsonAsync<T>(DbConnection connection, string name)
        where T : class =>
        await ReadAsync(connection, name) is { Length: > 0 } json ? JsonSerializer.Deserialize<T>(json, RingpostJson.Options) : null;

    public static Task WriteJsonAsync<T>(WriteUnit unit, string name, T? value)
        where T : class => WriteAsync(unit, name, value is null ? "" : JsonSerializer.Serialize(value, RingpostJson.Options));
}
