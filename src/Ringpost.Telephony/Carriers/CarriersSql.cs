using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Telephony.Carriers;

internal static class CarriersSql
{
    private const string Columns =
        "id AS Id, name AS Name, kind AS Kind, token AS Token, created_at AS CreatedAt, account_sid AS AccountSid, api_key AS ApiKey, "
        + "api_secret AS ApiSecret, api_url AS ApiUrl, fallback_url AS FallbackUrl, synced_until AS SyncedUntil";

    public static Task InsertAsync(WriteUnit unit, CarrierRow row) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO carriers (id, name, kind, token, created_at) VALUES (@Id, @Name, @Kind, @Token, @CreatedAt)",
            new
            {
                row.Id,
                row.Name,
                row.Kind,
                row.Token,
                row.CreatedAt,
            }
        );

    public static Task SetTokenAsync(WriteUnit unit, CarrierId id, string token) =>
        unit.Connection.ExecuteAsync("UPDATE carriers SET token = @token WHERE id = @id", new { id, token });

    public static Task SetNameAsync(WriteUnit unit, CarrierId id, string name) =>
        unit.Connection.ExecuteAsync("UPDATE carriers SET name = @name WHERE id = @id", new { id, name });

    public static Task DeleteAsync(WriteUnit unit, CarrierId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM carriers WHERE id = @id", new { id });

    public static Task SetApiAsync(WriteUnit unit, CarrierRow row) =>
        unit.Connection.ExecuteAsync(
            "UPDATE carriers SET account_sid = @AccountSid, api_key = @ApiKey, api_secret = @ApiSecret, api_url = @ApiUrl, fallback_url = @FallbackUrl "
                + "WHERE id = @Id",
            new
            {
                row.Id,
                row.AccountSid,
                row.ApiKey,
                row.ApiSecret,
                row.ApiUrl,
                row.FallbackUrl,
            }
        );

    /// <summary>Only forward: a reading of an older span changes nothing.</summary>
    public static Task SetSyncedAsync(WriteUnit unit, CarrierId id, Instant until) =>
        unit.Connection.ExecuteAsync(
            "UPDATE carriers SET synced_until = @until WHERE id = @id AND (synced_until IS NULL OR synced_until < @until)",
            new { id, until }
        );

    public static Task<CarrierRow?> FindAsync(DbConnection connection, CarrierId id) =>
        connection.QuerySingleOrDefaultAsync<CarrierRow>($"SELECT {Columns} FROM carriers WHERE id = @id", new { id });

    /// <summary>Oldest first; a network has a handful.</summary>
    public static async Task<IReadOnlyList<CarrierRow>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<CarrierRow>($"SELECT {Columns} FROM carriers ORDER BY created_at, id")).AsList();
}
