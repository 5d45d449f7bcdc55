using System.Data.Common;
using Dapper;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Keys;

internal static class ApiKeysSql
{
    private const string Columns =
        "id AS Id, name AS Name, prefix AS Prefix, hash AS Hash, role AS Role, created_at AS CreatedAt, last_used_at AS LastUsedAt, revoked_at AS RevokedAt, partner_id AS PartnerId, rights AS Rights";

    public static Task<ApiKeyId> InsertAsync(
        WriteUnit unit,
        string name,
        string prefix,
        string hash,
        Role role,
        string? partnerId,
        IReadOnlyList<Permission> rights
    ) =>
        unit.Connection.QuerySingleAsync<ApiKeyId>(
            "INSERT INTO api_keys (name, prefix, hash, role, partner_id, rights, created_at) VALUES (@name, @prefix, @hash, @role, @partnerId, @rights, @now) RETURNING id",
            new
            {
                name,
                prefix,
                hash,
                role = RoleText.Write(role),
                partnerId,
                rights = RightsText.Write(rights),
                now = unit.Now,
            }
        );

    public static Task<Row?> FindByPrefixAsync(DbConnection connection, string prefix) =>
        connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM api_keys WHERE prefix = @prefix", new { prefix });

    public static async Task<ApiKey?> FindAsync(DbConnection connection, ApiKeyId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM api_keys WHERE id = @id", new { id }))?.ToApiKey();

    public static async Task<IReadOnlyList<ApiKey>> ListAsync(DbConnection connection, long before, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM api_keys WHERE id < @before ORDER BY id DESC LIMIT @limit",
                    new { before, limit }
                )
            ).Select(r => r.ToApiKey()),
        ];

    public static Task RevokeAsync(WriteUnit unit, ApiKeyId id) =>
        unit.Connection.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL",
            new { id, now = unit.Now }
        );

    public static Task SetLastUsedAsync(WriteUnit unit, ApiKeyId id) =>
        unit.Connection.ExecuteAsync("UPDATE api_keys SET last_used_at = @now WHERE id = @id", new { id, now = unit.Now });

    internal sealed class Row
    {
        public ApiKeyId Id { get; init; }

        public string Name { get; init; } = "";

        public string Prefix { get; init; } = "";

        public string Hash { get; init; } = "";

        public string Role { get; init; } = "";

        public Instant CreatedAt { get; init; }

        public Instant? LastUsedAt { get; init; }

        public Instant? RevokedAt { get; init; }

        public string? PartnerId { get; init; }

        public string Rights { get; init; } = "";

        public ApiKey ToApiKey() =>
            new(Id, Name, Prefix, RoleText.Read(Role), CreatedAt, LastUsedAt, RevokedAt, PartnerId) { Rights = RightsText.Read(Rights) };
    }
}
