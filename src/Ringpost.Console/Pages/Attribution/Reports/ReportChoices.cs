using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Attribution.Reports;

/// <summary>
/// The campaigns and creatives that a report can be narrowed to: those of the advertiser, offer and affiliate that are chosen already. A network
/// has more campaigns than a select can hold, so that above a bound there are none to choose until something narrower is.
/// </summary>
internal sealed class ReportChoices(OfferConfiguration picture, ListUrl url)
{
    private const int Most = 500;

    private readonly AdvertiserId? _advertiser = AttributionChoices.Number<AdvertiserId>(url["advertiserId"]);
    private readonly OfferId? _offer = AttributionChoices.Number<OfferId>(url["offerId"]);
    private readonly AffiliateId? _affiliate = AttributionChoices.Number<AffiliateId>(url["affiliateId"]);

    public IReadOnlyList<Choice<string>> Campaigns
    {
        get
        {
            var fitting = picture.Campaigns.Values.Where(c => IsOf(c.OfferId) && (_affiliate is not { } a || c.AffiliateId == a)).ToList();
            return
            [
                .. (fitting.Count <= Most ? fitting : fitting.Where(c => $"{c.Id}" == url["offerCampaignId"]))
                    .Select(c => new Choice<string>($"{c.Id}", $"{picture.NameOf(c.OfferId)} × {picture.NameOf(c.AffiliateId)} ({c.Id})"))
                    .OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    public IReadOnlyList<Choice<string>> Creatives
    {
        get
        {
            var fitting = picture.Creatives.Values.Where(c => IsOf(c.OfferId)).ToList();
            return
            [
                .. (fitting.Count <= Most ? fitting : fitting.Where(c => $"{c.Id}" == url["creativeId"]))
                    .Select(c => new Choice<string>($"{c.Id}", $"{c.Name}, {picture.NameOf(c.OfferId)} ({c.Id})"))
                    .OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    public string AnyCampaign =>
        Campaigns.Count <= 1 && picture.Campaigns.Count > Most ? T["Any (choose an offer or affiliate first)"] : T["Any"];

    public string AnyCreative => Creatives.Count <= 1 && picture.Creatives.Count > Most ? T["Any (choose an offer first)"] : T["Any"];

    private bool IsOf(OfferId offer) =>
        (_offer is not { } chosen || offer == chosen)
        && (
            _advertiser is not { } advertiser
            || (picture.Offers.TryGetValue(offer.Value, out var known) && known.AdvertiserId == advertiser)
        );
}
