using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Credentials;

internal static class CredentialsSql
{
    private const string Columns =
        "id AS Id, name AS Name, kind AS Kind, user_name AS UserName, secret AS Secret, old_secret AS OldSecret, old_until AS OldUntil, "
        + "token_url AS TokenUrl, scope AS Scope, hosts AS Hosts, created_at AS CreatedAt";

    public static Task InsertAsync(WriteUnit unit, CredentialRow row) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO credentials (id, name, kind, user_name, secret, token_url, scope, hosts, created_at) "
                + "VALUES (@Id, @Name, @Kind, @UserName, @Secret, @TokenUrl, @Scope, @Hosts, @CreatedAt)",
            row
        );

    public static Task UpdateAsync(WriteUnit unit, CredentialRow row) =>
        unit.Connection.ExecuteAsync(
            "UPDATE credentials SET name = @Name, user_name = @UserName, secret = @Secret, old_secret = @OldSecret, old_until = @OldUntil, "
                + "token_url = @TokenUrl, scope = @Scope, hosts = @Hosts WHERE id = @Id",
            row
        );

    public static Task DeleteAsync(WriteUnit unit, CredentialId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM credentials WHERE id = @id", new { id });

    public static Task<CredentialRow?> FindAsync(DbConnection connection, CredentialId id) =>
        connection.QuerySingleOrDefaultAsync<CredentialRow>($"SELECT {Columns} FROM credentials WHERE id = @id", new { id });

    /// <summary>By name; a network has a handful.</summary>
    public static async Task<IReadOnlyList<CredentialRow>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<CredentialRow>($"SELECT {Columns} FROM credentials ORDER BY lower(name), id")).AsList();
}
