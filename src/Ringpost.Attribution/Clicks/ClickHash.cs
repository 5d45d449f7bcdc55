using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Clicks;

/// <summary>
/// The numbers by which a conversion without request id and cookie finds its click: click and conversion make them of the same texts
/// (cake.md 2.2). Null where there is nothing to go by.
/// </summary>
internal static class ClickHash
{
    public static long? OfDevice(OfferId offer, string? udid) => udid is null ? null : PostbackHash.OfText($"{offer}\nudid\n{udid}");

    public static long? OfRegeneration(OfferClickSettings settings, string ip, string? userAgent, string? subId) =>
        settings.RegenerationType switch
        {
            RegenerationType.None => null,
            RegenerationType.Ip => PostbackHash.OfText($"{settings.OfferId}\nip\n{ip}"),
            RegenerationType.IpAndUserAgent => PostbackHash.OfText($"{settings.OfferId}\nua\n{ip}\n{userAgent}"),
            RegenerationType.SubId => subId is null ? null : PostbackHash.OfText($"{settings.OfferId}\ns1\n{subId}"),
        };
}
