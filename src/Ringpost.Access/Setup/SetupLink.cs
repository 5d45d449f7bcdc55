using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Access.Users;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Access.Setup;

/// <summary>
/// The one-time link that the first start prints. While nobody can sign in, each start makes a new one; only the hash of its token is stored.
/// </summary>
public sealed class SetupLink(Database database, Identifiers identifiers, PublicUrls urls)
{
    internal const string Setting = "access.setup_token";

    /// <summary>Null where there is a user already.</summary>
    public async Task<Uri?> PrepareAsync(CancellationToken cancellation = default)
    {
        var token = identifiers.Secret();
        var needed = await database.WriteAsync(
            WriteKeys.Of("setup"),
            async unit =>
            {
                if (await UsersSql.AnyAsync(unit.Connection))
                    return false;
                await SettingsSql.WriteAsync(unit, Setting, Hash(token));
                return true;
            },
            cancellation
        );
        return needed ? new Uri(urls.Public, $"/setup?token={token}") : null;
    }

    internal static async Task<bool> IsValidAsync(DbConnection connection, string? token)
    {
        if (string.IsNullOrEmpty(token) || await SettingsSql.ReadAsync(connection, Setting) is not { Length: > 0 } hash)
            return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(token)), Encoding.ASCII.GetBytes(hash))
            && !await UsersSql.AnyAsync(connection);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
