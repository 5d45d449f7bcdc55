using System.Security.Cryptography;
using System.Text;
using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Clicks;

/// <summary>What a click is, as <c>clicks.bot</c> stores it. Only those of people count and take places in caps.</summary>
internal enum ClickKind
{
    Person,
    Bot,

    /// <summary>By a test link: it leads on as any click does, and what it brings is a test (cake.md 6).</summary>
    Test,
}

/// <summary>
/// Test mode (cake.md 6): a unique link with <c>test=</c> and a key of the offer's. The browser then has a cookie of its own for an hour, which
/// pixels go by before the real one; links without the key stay real. The key follows from the offer's token, so that nobody else can turn the
/// clicks of an affiliate into tests.
/// </summary>
internal static class TestLink
{
    public static string KeyOf(Offer offer) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("test click\n" + offer.Token)))[..16];

    public static bool IsKey(string? given, Offer offer) =>
        given is { Length: 16 }
        && offer.Token.Length > 0
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(KeyOf(offer)));
}
