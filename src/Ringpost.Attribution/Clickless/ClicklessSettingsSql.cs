using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Clickless;

internal static class ClicklessSettingsSql
{
    private const string EnabledName = "attribution.clickless",
        TokenName = "attribution.sender_token";

    public static async Task<bool> ReadEnabledAsync(DbConnection connection) => await SettingsSql.ReadAsync(connection, EnabledName) == "1";

    public static Task WriteEnabledAsync(WriteUnit unit, bool enabled) => SettingsSql.WriteAsync(unit, EnabledName, enabled ? "1" : "0");

    /// <summary>The instance's sender token; empty before the first offer.</summary>
    public static async Task<string> ReadTokenAsync(DbConnection connection) => await SettingsSql.ReadAsync(connection, TokenName) ?? "";

    /// <summary>Makes the instance's sender token where there is none yet.</summary>
    public static Task EnsureTokenAsync(WriteUnit unit, Identifiers identifiers) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO settings (name, value) VALUES (@TokenName, @token) ON CONFLICT (name) DO NOTHING",
            new { TokenName, token = identifiers.Secret() }
        );

    public static Task WriteTokenAsync(WriteUnit unit, string token) => SettingsSql.WriteAsync(unit, TokenName, token);
}
