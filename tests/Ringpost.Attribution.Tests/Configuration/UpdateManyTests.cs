using Ringpost.Api.Bulk;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Configuration;

/// <summary>Offers, affiliates, advertisers and campaigns are changed together: foreseen, then each by its single operation.</summary>
public sealed class UpdateManyTests
{
    private static readonly Actor Ada = new("user:7", "Ada", Role.Admin);

    [Theory, EachDatabase]
    public async Task Offers_get_a_price_and_a_share_refuses_what_a_share_cannot_be(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var acme = await network.AdvertiserAsync();
        var (first, second) = (await network.OfferAsync(acme.Id), await network.OfferAsync(acme.Id));
        var single = new UpdateOffer(network.Database, network.Version);
        await single.RunAsync(Ada, second.Id, new(PriceFormat: "RevShare"));
        var many = new UpdateOffers(new BulkRun(network.Database), single);
        var request = new BulkRequest<OfferId, UpdateOffer.Request>([first.Id, second.Id], new(Payout: 250));
        var preview = (await many.RunAsync(Ada, request)).Value;
        Assert.Equal([BulkOutcome.Ready, BulkOutcome.Refused], preview.Items.Select(r => r.Outcome));
        Assert.Equal("validation", preview.Items[1].Refusal?.Type);
        Assert.Equal(10, (await GetAsync(network, first.Id)).Payout);

        Assert.Equal(1, (await many.RunAsync(Ada, request with { Apply = true, Seen = Seen(preview) })).Value.Applied);
        Assert.Equal(250, (await GetAsync(network, first.Id)).Payout);
        Assert.Equal("Ada", (await HistoryAsync(network, "offer", $"{first.Id}"))[0].ActorName);
        Assert.Equal(2, (await HistoryAsync(network, "offer", $"{second.Id}")).Count);
        var archive = await many.RunAsync(Ada, new([first.Id], Archive: true));
        Assert.Equal(["archive"], Assert.IsType<Invalid>(archive.Refusal).Errors.Keys);
    }

    [Theory, EachDatabase]
    public async Task Affiliates_and_advertisers_get_a_status(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var bulk = new BulkRun(network.Database);
        var (one, two) = (await network.AffiliateAsync("One"), await network.AffiliateAsync("Two"));
        var affiliates = new UpdateAffiliates(bulk, new UpdateAffiliate(network.Database, network.Version));
        var change = new BulkRequest<AffiliateId, UpdateAffiliate.Request>([one.Id, two.Id], new(Status: "inactive"));
        var preview = (await affiliates.RunAsync(Ada, change)).Value;
        Assert.Equal(["One", "Two"], preview.Items.Select(r => r.Name));
        Assert.Equal(AccountStatus.Active, (await network.Snapshot.GetAsync()).Affiliates[one.Id.Value].Status);
        Assert.Equal(2, (await affiliates.RunAsync(Ada, change with { Apply = true, Seen = Seen(preview) })).Value.Applied);
        Assert.Equal(AccountStatus.Inactive, (await network.Snapshot.GetAsync()).Affiliates[one.Id.Value].Status);
        Assert.Equal(2, (await affiliates.RunAsync(Ada, change with { Apply = true })).Value.Unchanged);
        var wrong = await affiliates.RunAsync(Ada, change with { Change = new(Status: "asleep") });
        Assert.Equal(["change.status"], Assert.IsType<Invalid>(wrong.Refusal).Errors.Keys);

        var (acme, zenith) = (await network.AdvertiserAsync(), await network.AdvertiserAsync("Zenith"));
        var advertisers = new UpdateAdvertisers(bulk, new RenameAdvertiser(network.Database, network.Version));
        var done = await advertisers.RunAsync(Ada, new([acme.Id, zenith.Id], new(Status: "pending"), Apply: true));
        Assert.Equal(2, done.Value.Applied);
        Assert.Equal("pending", (await new GetAdvertiser(network.Database).RunAsync(Ada, zenith.Id)).Value.Status);
    }

    [Theory, EachDatabase]
    public async Task Campaigns_follow_their_offers_or_get_a_payout_unless_somebody_was_quicker(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var acme = await network.AdvertiserAsync();
        var affiliate = await network.AffiliateAsync();
        var first = await network.CampaignAsync((await network.OfferAsync(acme.Id)).Id, affiliate.Id, 3);
        var second = await network.CampaignAsync((await network.OfferAsync(acme.Id)).Id, affiliate.Id, 4);
        var single = new UpdateOfferCampaign(network.Database, network.Version);
        var many = new UpdateOfferCampaigns(new BulkRun(network.Database), single);
        var follow = new BulkRequest<OfferCampaignId, UpdateOfferCampaign.Request>([first.Id, second.Id], new(FollowOffer: true));
        var preview = (await many.RunAsync(Ada, follow)).Value;
        Assert.Equal(2, preview.Ready);
        await single.RunAsync(Ada, second.Id, new(Payout: new(5)));
        var done = (await many.RunAsync(Ada, follow with { Apply = true, Seen = Seen(preview) })).Value;
        Assert.Equal([null, "changed-meanwhile"], done.Items.Select(r => r.Refusal?.Type));
        var picture = await network.Snapshot.GetAsync();
        Assert.Equal([null, 5_000_000], new[] { first, second }.Select(c => picture.Campaigns[c.Id.Value].Payout));

        await many.RunAsync(Ada, new([first.Id, second.Id], new(Payout: new(7), Status: "inactive"), Apply: true));
        picture = await network.Snapshot.GetAsync();
        Assert.All(
            new[] { first, second },
            c =>
                Assert.Equal(
                    (7_000_000, AccountStatus.Inactive),
                    (picture.Campaigns[c.Id.Value].Payout, picture.Campaigns[c.Id.Value].Status)
                )
        );
    }

    private static Dictionary<string, string> Seen<TId>(BulkAnswer<TId> preview) =>
        preview.Items.Where(r => r.Seen is not null).ToDictionary(r => $"{r.Id}", r => r.Seen!);

    private static async Task<OfferAnswer> GetAsync(Network network, OfferId id) =>
        (await new GetOffer(network.Database).RunAsync(Ada, id)).Value;

    private static Task<IReadOnlyList<Change>> HistoryAsync(Network network, string kind, string id) =>
        network.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, kind, id));
}
