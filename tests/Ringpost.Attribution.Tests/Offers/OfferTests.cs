using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Offers;

public sealed class OfferTests
{
    [Theory, EachDatabase]
    public async Task A_plain_offer_has_the_defaults_and_the_instance_s_currency(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var create = new CreateOffer(network.Database, network.Version, network.Identifiers);

        var plain = (await create.RunAsync(Actor.System, new("Plain", advertiser.Id))).Value;
        Assert.Equal(
            ("USD", 0m, 0m, "CPA", "public", false, true),
            (
                plain.Currency,
                plain.Payout,
                plain.Received,
                plain.PriceFormat,
                plain.Status,
                plain.WhitelistOnly,
                plain.TransactionIdDeduplication
            )
        );
        Assert.True(Currency.TryParse("EUR", out var euro));
        await network.Database.WriteAsync(WriteKeys.None, unit => new Instance(TimeZoneInfo.Utc, euro, false, true).WriteAsync(unit));
        Assert.Equal("EUR", (await create.RunAsync(Actor.System, new("Plain", advertiser.Id))).Value.Currency);
        var full = (
            await create.RunAsync(Actor.System, new("Full", advertiser.Id, "gbp", 70, 0.0005m, "revshare", "applytorun", true, false))
        ).Value;
        Assert.Equal(full, (await new GetOffer(network.Database).RunAsync(Network.Reader, full.Id)).Value);
        Assert.Equal(("GBP", 0.0005m, "RevShare", "applyToRun"), (full.Currency, full.Received, full.PriceFormat, full.Status));
    }

    [Theory, EachDatabase]
    public async Task Everything_that_is_wrong_is_said_at_once(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var create = new CreateOffer(network.Database, network.Version, network.Identifiers);

        var refused = await create.RunAsync(Actor.System, new("", null, "XYZ", -1, 1e15m, "CPX", "open"));
        Assert.Equal(
            ["advertiserId", "currency", "name", "payout", "priceFormat", "received", "status"],
            Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order()
        );
        Assert.Equal(
            ["payout"],
            Assert
                .IsType<Invalid>(
                    (
                        await create.RunAsync(
                            Actor.System,
                            new("Share", (await network.AdvertiserAsync()).Id, Payout: 101, PriceFormat: "RevShare")
                        )
                    ).Refusal
                )
                .Errors.Keys
        );
        Assert.Equal(
            ["advertiserId"],
            Assert.IsType<Invalid>((await create.RunAsync(Actor.System, new("Lost", new AdvertiserId(99)))).Refusal).Errors.Keys
        );
    }

    [Theory, EachDatabase]
    public async Task A_change_keeps_what_it_does_not_name_and_leaves_history(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var update = new UpdateOffer(network.Database, network.Version);

        var changed = (await update.RunAsync(Actor.System, offer.Id, new(Payout: 12.5m, WhitelistOnly: true))).Value;
        Assert.Equal(offer with { Payout = 12.5m, WhitelistOnly = true }, changed);
        Assert.True((await network.Snapshot.GetAsync()).Offers[offer.Id.Value].WhitelistOnly);
        Assert.Equal(
            ["advertiserId", "currency"],
            Assert
                .IsType<Invalid>(
                    (await update.RunAsync(Actor.System, offer.Id, new(AdvertiserId: new AdvertiserId(99), Currency: "EUR"))).Refusal
                )
                .Errors.Keys.Order()
        );
        var history = await network.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "offer", $"{offer.Id}"));
        Assert.Equal(["update", "create"], history.Select(h => h.Action));
        Assert.All(history, h => Assert.DoesNotContain("token", h.After!, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, EachDatabase]
    public async Task Lists_go_page_by_page_and_search_by_name_and_advertiser(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        await network.OfferAsync((await network.AdvertiserAsync("Other")).Id);
        var offers = new List<OfferAnswer>();
        for (var i = 0; i < 5; i++)
            offers.Insert(0, await network.OfferAsync(advertiser.Id));
        var list = new ListOffers(network.Database);

        var first = (await list.RunAsync(Network.Reader, "HOME", advertiser.Id, new PageRequest(3))).Value;
        var second = (await list.RunAsync(Network.Reader, "HOME", advertiser.Id, new PageRequest(3, first.Next))).Value;
        Assert.Equal(offers, first.Items.Concat(second.Items));
        Assert.Null(second.Next);
        Assert.Equal(6, (await list.RunAsync(Network.Reader, null, null, new PageRequest())).Value.Items.Count);
        Assert.IsType<Invalid>((await list.RunAsync(Network.Reader, null, null, new PageRequest(3, "bm90IGEgbnVtYmVy"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task Each_list_is_narrowed_to_a_status_and_refuses_one_that_does_not_exist(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var database = network.Database;
        var advertiser = await network.AdvertiserAsync();
        var offer = await network.OfferAsync(advertiser.Id);
        var affiliate = await network.AffiliateAsync();
        var campaign = await network.CampaignAsync(offer.Id, affiliate.Id);
        var (otherAdvertiser, otherAffiliate) = (await network.AdvertiserAsync(), await network.AffiliateAsync());
        var otherOffer = await network.OfferAsync(otherAdvertiser.Id);
        var otherCampaign = await network.CampaignAsync(otherOffer.Id, otherAffiliate.Id);
        Assert.True(
            (await new RenameAdvertiser(database, network.Version).RunAsync(Actor.System, otherAdvertiser.Id, new(Status: "inactive"))).IsOk
        );
        Assert.True(
            (await new UpdateAffiliate(database, network.Version).RunAsync(Actor.System, otherAffiliate.Id, new(Status: "pending"))).IsOk
        );
        Assert.True(
            (await new UpdateOffer(database, network.Version).RunAsync(Actor.System, otherOffer.Id, new(Status: "applyToRun"))).IsOk
        );
        Assert.True(
            (
                await new UpdateOfferCampaign(database, network.Version).RunAsync(Actor.System, otherCampaign.Id, new(Status: "inactive"))
            ).IsOk
        );

        async Task<string> AdvertisersAsync(string? status) =>
            Words(await new ListAdvertisers(database).RunAsync(Network.Reader, null, new PageRequest(), status), a => a.Id.Value);
        async Task<string> AffiliatesAsync(string? status) =>
            Words(await new ListAffiliates(database).RunAsync(Network.Reader, null, new PageRequest(), status), a => a.Id.Value);
        async Task<string> OffersAsync(string? status) =>
            Words(await new ListOffers(database).RunAsync(Network.Reader, null, null, new PageRequest(), status), o => o.Id.Value);
        async Task<string> CampaignsAsync(string? status) =>
            Words(await new ListOfferCampaigns(database).RunAsync(Network.Reader, null, null, new PageRequest(), status), c => c.Id.Value);

        Assert.Equal($"{advertiser.Id}", await AdvertisersAsync("active"));
        Assert.Equal($"{otherAdvertiser.Id}", await AdvertisersAsync("Inactive"));
        Assert.Equal($"{otherAdvertiser.Id} {advertiser.Id}", await AdvertisersAsync(""));
        Assert.Equal($"{affiliate.Id}", await AffiliatesAsync("active"));
        Assert.Equal($"{otherAffiliate.Id}", await AffiliatesAsync("pending"));
        Assert.Equal("", await AffiliatesAsync("inactive"));
        Assert.Equal($"{offer.Id}", await OffersAsync("public"));
        Assert.Equal($"{otherOffer.Id}", await OffersAsync("applytorun"));
        Assert.Equal($"{campaign.Id}", await CampaignsAsync("active"));
        Assert.Equal($"{otherCampaign.Id}", await CampaignsAsync("inactive"));
        foreach (var list in (Func<string?, Task<string>>[])[AdvertisersAsync, AffiliatesAsync, OffersAsync, CampaignsAsync])
            Assert.Equal("status", await list("gone"));
    }

    /// <summary>The ids of a list, or the fields that it was refused for.</summary>
    private static string Words<TRow>(Result<Page<TRow>> list, Func<TRow, long> id) =>
        list.Refusal is Invalid invalid ? string.Join(' ', invalid.Errors.Keys) : string.Join(' ', list.Value.Items.Select(id));

    [Theory, EachDatabase]
    public async Task An_advertiser_with_offers_stays_and_one_without_goes(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var busy = await network.AdvertiserAsync();
        await network.OfferAsync(busy.Id);
        var idle = await network.AdvertiserAsync("Idle");
        await network.WhitelistAsync(idle.Id, "192.0.2.1", "192.0.2.1");
        var delete = new DeleteAdvertiser(network.Database, network.Version);

        Assert.Equal("advertiser-in-use", (await delete.RunAsync(Actor.System, busy.Id)).Refusal?.Type);
        Assert.True((await delete.RunAsync(Actor.System, idle.Id)).IsOk);
        Assert.IsType<Missing>((await delete.RunAsync(Actor.System, idle.Id)).Refusal);
        Assert.Equal([busy.Id], (await network.Snapshot.GetAsync()).Advertisers.Keys);
    }
}
