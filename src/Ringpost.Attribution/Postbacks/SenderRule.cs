using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Postbacks;

/// <summary>Whether the sender is one whose prices are believed (cake.md 2.3a, 2.9).</summary>
internal static class SenderRule
{
    public static PostbackSender Decide(PostbackArrival arrival, string? token, Offer offer, OfferConfiguration configuration) =>
        arrival.OwnWorker ? PostbackSender.OwnWorker
        : IsWhitelisted(arrival.Address, offer, configuration.Whitelist) ? PostbackSender.Whitelisted
        : token is not null && (IsSame(token, offer.Token) || IsSame(token, configuration.InstanceToken)) ? PostbackSender.Token
        : PostbackSender.Unknown;

    public static bool IsWhitelisted(IPAddress address, Offer offer, WhitelistRow[] whitelist)
    {
        foreach (var row in whitelist)
            if (row.AdvertiserId == offer.AdvertiserId && (row.OfferId is null || row.OfferId == offer.Id) && row.Covers(address))
                return true;
        return false;
    }

    private static bool IsSame(string given, string expected) =>
        expected.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
