using System.Globalization;
using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.Reconciliation.Periods;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.Documents;

/// <summary>The names of now, which a document keeps from its closing on.</summary>
internal sealed class DocumentNames(CallConfiguration calls, OfferConfiguration offers)
{
    public static async Task<DocumentNames> ReadAsync(
        Snapshot<CallConfiguration> calls,
        Snapshot<OfferConfiguration> offers,
        CancellationToken cancellation
    ) => new(await calls.GetAsync(cancellation), await offers.GetAsync(cancellation));

    public (string Name, string Company) Party(DocumentKind kind, string id)
    {
        if (id.Length == 0)
            return (NoParty(kind), "");
        return kind switch
        {
            DocumentKind.BuyerBill => (calls.Buyers.GetValueOrDefault(new BuyerId(id))?.Name ?? id, ""),
            DocumentKind.PublisherStatement => calls.Publishers.GetValueOrDefault(new PublisherId(id)) is { } publisher
                ? (publisher.Name, publisher.Company)
                : (id, ""),
            DocumentKind.AdvertiserBill => (
                offers.Advertisers.GetValueOrDefault(new AdvertiserId(Number(id)))?.Name ?? $"Advertiser {id}",
                ""
            ),
            DocumentKind.AffiliateStatement => (offers.Affiliates.GetValueOrDefault(Number(id))?.Name ?? $"Affiliate {id}", ""),
        };
    }

    /// <summary>The call campaign; or the offer and its event.</summary>
    public (string Group, string Detail) Group(DocumentKind kind, string group, string detail) =>
        kind switch
        {
            DocumentKind.BuyerBill or DocumentKind.PublisherStatement => (
                calls.Campaigns.GetValueOrDefault(new CallCampaignId(group))?.Name ?? group,
                ""
            ),
            DocumentKind.AdvertiserBill or DocumentKind.AffiliateStatement => (
                offers.Offers.GetValueOrDefault(Number(group))?.Name ?? $"Offer {group}",
                offers.Events.GetValueOrDefault(Number(detail))?.Name ?? $"Event {detail}"
            ),
        };

    internal static string NoParty(DocumentKind kind) =>
        kind switch
        {
            DocumentKind.BuyerBill => "No buyer",
            DocumentKind.PublisherStatement => "No publisher",
            DocumentKind.AdvertiserBill => "No advertiser",
            DocumentKind.AffiliateStatement => "No affiliate",
        };

    private static long Number(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
