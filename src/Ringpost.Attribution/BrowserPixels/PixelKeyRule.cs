using System.Security.Cryptography;
using System.Text;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.BrowserPixels;

/// <summary>
/// What the key of a browser pixel vouches for (cake.md 2.3a; the key is ours). It stands on a page that everybody reads, so it is no offer's
/// token: with it a visitor can report this event of his own click once, now, at the configured price, and nothing else.
/// </summary>
internal static class PixelKeyRule
{
    public const string Amounts =
            "k is the key of a browser pixel, which every visitor can read: it vouches for no amount, time or buyer, and p, ap, dt or adv is sent.",
        Repeats = "k is the key of a browser pixel, which every visitor can read: it vouches for no event that may repeat.",
        NoClick = "k is the key of a browser pixel, which every visitor can read: it vouches for nothing without a click.";

    /// <summary>Follows from the offer's token, so that renewing that one renews it. Nobody finds the token by it.</summary>
    public static string KeyOf(Offer offer, OfferEventId offerEvent) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"browser pixel\n{offerEvent}\n{offer.Token}")))[..32];

    public static bool IsKey(string? given, Offer offer, OfferEventId offerEvent) =>
        given is { Length: 32 }
        && offer.Token.Length > 0
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(KeyOf(offer, offerEvent)));

    /// <summary>Why a conversion that carries the key waits for a person; null where it counts at once.</summary>
    public static Phrase? Doubt(bool namesMore, bool mayRepeat, bool hasClick) =>
        !hasClick ? NoClick
        : namesMore ? Amounts
        : mayRepeat ? Repeats
        : null;
}
