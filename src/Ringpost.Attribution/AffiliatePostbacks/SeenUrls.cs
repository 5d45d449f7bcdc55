using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>A postback URL can carry a secret of the affiliate's tracker: whoever only reads sees it hidden (architecture 4.12).</summary>
internal static class SeenUrls
{
    public static Affiliate For(this Affiliate affiliate, Actor actor) =>
        affiliate with
        {
            PostbackUrl = Seen(affiliate.PostbackUrl, actor),
        };

    public static OfferCampaignAnswer For(this OfferCampaignAnswer campaign, Actor actor) =>
        campaign with
        {
            PostbackUrl = Seen(campaign.PostbackUrl, actor),
        };

    public static string? Seen(string? url, Actor actor) =>
        url is null || actor.May(Permission.ChangeConfiguration) ? url : MaskNumbers.In(url);
}
