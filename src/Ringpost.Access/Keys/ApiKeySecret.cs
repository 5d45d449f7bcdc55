using System.Security.Cryptography;
using System.Text;
using Ringpost.Primitives;

namespace Ringpost.Access.Keys;

/// <summary>
/// The text of a key: <c>rp_</c>, 12 characters to find it by, <c>_</c>, 256 random bits. SHA-256 is enough at rest: there is nothing to guess in
/// 256 random bits that a slow hash would protect.
/// </summary>
internal static class ApiKeySecret
{
    private const string Mark = "rp_";
    private const int PrefixLength = 12;
    private const int Length = 3 + PrefixLength + 1 + 64;

    public static (string Key, string Prefix, string Hash) Make(Identifiers identifiers)
    {
        var prefix = Mark + identifiers.Secret()[..PrefixLength];
        var key = $"{prefix}_{identifiers.Secret()}";
        return (key, prefix, Hash(key));
    }

    /// <summary>False for a text that can't be a key, without asking the database.</summary>
    public static bool TryPrefix(string key, out string prefix)
    {
        prefix = "";
        if (key.Length != Length || !key.StartsWith(Mark, StringComparison.Ordinal) || key[Mark.Length + PrefixLength] != '_')
            return false;
        prefix = key[..(Mark.Length + PrefixLength)];
        return true;
    }

    public static bool Matches(string key, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(key)), Encoding.ASCII.GetBytes(hash));

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
