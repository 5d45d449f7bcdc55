using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Users;

internal static class UsersSql
{
    private const string Columns =
        "id AS Id, name AS Name, normalized_name AS NormalizedName, password_hash AS PasswordHash, security_stamp AS SecurityStamp, role AS Role, "
        + "disabled AS Disabled, failed_sign_ins AS FailedSignIns, locked_until AS LockedUntil, created_at AS CreatedAt, zone AS Zone, locale AS Locale, partner_id AS PartnerId, rights AS Rights";

    /// <summary>Null where the name is taken.</summary>
    public static async Task<UserId?> InsertAsync(
        WriteUnit unit,
        string name,
        string passwordHash,
        string stamp,
        Role role,
        string? partnerId = null,
        IReadOnlyList<Permission>? rights = null
    )
    {
        var ids = await unit.Connection.QueryAsync<UserId>(
            "INSERT INTO users (name, normalized_name, password_hash, security_stamp, role, partner_id, rights, created_at) "
                + "VALUES (@name, @normalized, @passwordHash, @stamp, @role, @partnerId, @rights, @now) ON CONFLICT (normalized_name) DO NOTHING RETURNING id",
            new
            {
                name,
                normalized = User.Normalize(name),
                passwordHash,
                stamp,
                role = RoleText.Write(role),
                partnerId,
                rights = RightsText.Write(rights ?? []),
                now = unit.Now,
            }
        );
        return ids.AsList() is [var id] ? id : null;
    }

    public static Task<User?> FindAsync(DbConnection connection, UserId id) =>
        connection.QuerySingleOrDefaultAsync<User>($"SELECT {Columns} FROM users WHERE id = @id", new { id });

    public static Task<User?> FindByNameAsync(DbConnection connection, string normalized) =>
        connection.QuerySingleOrDefaultAsync<User>($"SELECT {Columns} FROM users WHERE normalized_name = @normalized", new { normalized });

    public static async Task<IReadOnlyList<UserAccount>> ListAsync(DbConnection connection, long before, int limit) =>
        [
            .. (
                await connection.QueryAsync<User>(
                    $"SELECT {Columns} FROM users WHERE id < @before ORDER BY id DESC LIMIT @limit",
                    new { before, limit }
                )
            ).Select(u => u.ToAccount()),
        ];

    public static async Task<bool> AnyAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM users") > 0;

    /// <summary>Administrators who can sign in, other than <paramref name="id"/>.</summary>
    public static async Task<bool> IsOtherAdministratorAsync(DbConnection connection, UserId id) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM users WHERE role = 'admin' AND disabled = 0 AND id <> @id",
            new { id }
        ) > 0;

    /// <summary>A new stamp ends the person's sessions.</summary>
    public static Task SetRoleAsync(
        WriteUnit unit,
        UserId id,
        Role role,
        string? partnerId,
        IReadOnlyList<Permission> rights,
        string stamp
    ) =>
        unit.Connection.ExecuteAsync(
            "UPDATE users SET role = @role, partner_id = @partnerId, rights = @rights, security_stamp = @stamp WHERE id = @id",
            new
            {
                id,
                role = RoleText.Write(role),
                partnerId,
                rights = RightsText.Write(rights),
                stamp,
            }
        );

    /// <inheritdoc cref="SetRoleAsync"/>
    public static Task SetDisabledAsync(WriteUnit unit, UserId id, bool disabled, string stamp) =>
        unit.Connection.ExecuteAsync(
            "UPDATE users SET disabled = @disabled, security_stamp = @stamp WHERE id = @id",
            new
            {
                id,
                disabled,
                stamp,
            }
        );

    public static Task SetZoneAsync(WriteUnit unit, UserId id, string? zone) =>
        unit.Connection.ExecuteAsync("UPDATE users SET zone = @zone WHERE id = @id", new { id, zone });

    public static Task SetLocaleAsync(WriteUnit unit, UserId id, string? locale) =>
        unit.Connection.ExecuteAsync("UPDATE users SET locale = @locale WHERE id = @id", new { id, locale });

    /// <summary>Also opens an account that failed sign-ins locked.</summary>
    public static Task SetPasswordAsync(WriteUnit unit, UserId id, string passwordHash, string stamp) =>
        unit.Connection.ExecuteAsync(
            "UPDATE users SET password_hash = @passwordHash, security_stamp = @stamp, failed_sign_ins = 0, locked_until = NULL WHERE id = @id",
            new
            {
                id,
                passwordHash,
                stamp,
            }
        );

    public static Task RehashAsync(WriteUnit unit, UserId id, string passwordHash, string stamp, Instant? lockedUntil) =>
        unit.Connection.ExecuteAsync(
            "UPDATE users SET password_hash = @passwordHash, security_stamp = @stamp, locked_until = @lockedUntil WHERE id = @id",
            new
            {
                id,
                passwordHash,
                stamp,
                lockedUntil,
            }
        );

    /// <summary>Counted by the database, so that guesses sent side by side are all counted.</summary>
    public static Task<long> AddFailureAsync(WriteUnit unit, UserId id) =>
        unit.Connection.ExecuteScalarAsync<long>(
            "UPDATE users SET failed_sign_ins = failed_sign_ins + 1 WHERE id = @id RETURNING failed_sign_ins",
            new { id }
        );

    /// <summary>Counts a wrong password; the last one that is allowed locks the account and begins the count anew.</summary>
    public static Task FailAsync(WriteUnit unit, UserId id, int most, TimeSpan lockedFor) =>
        unit.Connection.ExecuteAsync(
            "UPDATE users SET locked_until = CASE WHEN failed_sign_ins + 1 >= @most THEN @until ELSE locked_until END, "
                + "failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= @most THEN 0 ELSE failed_sign_ins + 1 END WHERE id = @id",
            new
            {
                id,
                most,
                until = unit.Now + lockedFor,
            }
        );

    public static Task ClearFailuresAsync(WriteUnit unit, UserId id) =>
        unit.Connection.ExecuteAsync("UPDATE users SET failed_sign_ins = 0 WHERE id = @id AND failed_sign_ins <> 0", new { id });
}
