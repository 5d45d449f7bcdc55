using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Search;
using Ringpost.Attribution.Tests.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Search;

public sealed class SearchTests
{
    [Theory, EachDatabase]
    public async Task Conversions_are_found_by_their_ids_and_transaction_ids(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var offer = await network.OfferAsync(advertiser.Id);
        var campaign = await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id);
        var before = await network.InsertAsync(offer, campaign, advertiser.DefaultEventId, "2026-03-01T10:00:00Z", transactionId: "Other");
        var id = await network.InsertAsync(offer, campaign, advertiser.DefaultEventId, "2026-03-01T11:00:00Z", transactionId: "Call-7");

        var hit = Assert.Single(await SearchAsync(network, "Call-7"));
        Assert.Equal((SearchKind.Conversion, $"{id}"), (hit.Kind, hit.Id));
        Assert.EndsWith("of Home insurance", hit.Title, StringComparison.Ordinal);
        Assert.Equal([$"{id}"], (await SearchAsync(network, $"{hit.Detail}".Split(" · ")[^1].ToLowerInvariant())).Select(h => h.Id));
        Assert.Equal([$"{before}"], (await SearchAsync(network, $"#{before}")).Select(h => h.Id));
        Assert.Empty(await SearchAsync(network, "call-7"));
        Assert.IsType<Forbidden>(
            (
                await Search(network).RunAsync(new Actor("user:9", "Pat", Role.Publisher, Of: "AF1"), SearchTerm.Read("Call-7", [])!, 5)
            ).Refusal
        );
    }

    [Theory, EachDatabase]
    public async Task Offers_campaigns_affiliates_advertisers_and_events_are_found_by_name_and_id(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync("Acme <i>");
        var happened = await network.EventAsync(advertiser.Id, "Payable call", "Payable");
        var offer = await network.OfferAsync(advertiser.Id);
        var affiliate = await network.AffiliateAsync("Home Leads");
        var campaign = await network.CampaignAsync(offer.Id, affiliate.Id);
        var search = new SearchOffers(network.Snapshot);

        async Task<IEnumerable<(SearchKind, string)>> FoundAsync(string text) =>
            (await search.RunAsync(Network.Reader, SearchTerm.Read(text, [])!, 5)).Value.Select(h => (h.Kind, h.Id));

        Assert.Equal(
            [(SearchKind.Offer, $"{offer.Id}"), (SearchKind.OfferCampaign, $"{campaign.Id}"), (SearchKind.Affiliate, $"{affiliate.Id}")],
            await FoundAsync("HOME")
        );
        Assert.Equal([(SearchKind.OfferCampaign, $"{campaign.Id}")], await FoundAsync("insurance leads"));
        Assert.Equal([(SearchKind.Advertiser, $"{advertiser.Id}")], await FoundAsync("<i>"));
        Assert.Equal([(SearchKind.OfferEvent, $"{happened.Id}")], await FoundAsync("payable"));
        Assert.Contains((SearchKind.Offer, $"{offer.Id}"), await FoundAsync($"{offer.Id}"));
        Assert.Empty(await FoundAsync("%"));
    }

    private static SearchConversions Search(Network network) => new(network.Database, new FindPostbacks(network.Database));

    private static async Task<IReadOnlyList<SearchHit>> SearchAsync(Network network, string text) =>
        (await Search(network).RunAsync(Network.Reader, SearchTerm.Read(text, [])!, 5)).Value;
}
