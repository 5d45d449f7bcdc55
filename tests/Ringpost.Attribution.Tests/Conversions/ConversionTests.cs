using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Conversions;

public sealed class ConversionTests
{
    [Theory, EachDatabase]
    public async Task A_list_goes_newest_first_page_by_page_also_where_moments_are_equal(Dialect dialect)
    {
        await using var place = await Place.OpenAsync(dialect);
        var ids = new List<ConversionId>();
        foreach (
            var at in new[]
            {
                "2026-03-01T10:00:00Z",
                "2026-03-01T10:00:00Z",
                "2026-03-01T09:00:00Z",
                "2026-03-01T10:00:00Z",
                "2026-03-02T00:00:00Z",
            }
        )
            ids.Add(await place.Network.InsertAsync(place.Offer, place.Campaign, place.Event, at));

        var list = place.List;
        var seen = new List<ConversionId>();
        var page = new PageRequest(2);
        do
        {
            var answer = (await list.RunAsync(Network.Reader, new() { From = "2026-03-01", To = "2026-03-02" }, page)).Value;
            seen.AddRange(answer.Items.Select(c => c.Id));
            page = page with { Cursor = answer.Next };
        } while (page.Cursor is not null);
        Assert.Equal([ids[4], ids[3], ids[1], ids[0], ids[2]], seen);
        Assert.Equal(
            4,
            (await list.RunAsync(Network.Reader, new() { From = "2026-03-01", To = "2026-03-01" }, new PageRequest())).Value.Items.Count
        );
        Assert.Equal(
            "cursor",
            Assert.Single(
                Assert.IsType<Invalid>((await list.RunAsync(Network.Reader, new(), new PageRequest(2, "MTIz"))).Refusal).Errors.Keys
            )
        );
    }

    [Theory, EachDatabase]
    public async Task Filters_narrow_and_amounts_are_the_current_ones(Dialect dialect)
    {
        await using var place = await Place.OpenAsync(dialect);
        var plain = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T10:00:00Z",
            transactionId: "CALL-1"
        );
        var pending = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T11:00:00Z",
            transactionId: "CALL-2",
            reason: "UNVERIFIED SENDER",
            test: true
        );
        await place.Network.LedgerAsync(plain, "paid", -3);
        await place.Network.LedgerAsync(plain, "received", 5);
        await place.Network.LedgerAsync(plain, "received", 1);

        async Task<ConversionId[]> Ids(ConversionFilter filter) =>
            [.. (await place.List.RunAsync(Network.Reader, filter, new PageRequest())).Value.Items.Select(c => c.Id)];

        var row = Assert.Single(
            (await place.List.RunAsync(Network.Reader, new() { TransactionId = "CALL-1" }, new PageRequest())).Value.Items
        );
        Assert.Equal(
            (26m, 7m, "USD", "approved", "Home insurance", "Payable call"),
            (row.Received, row.Paid, row.Currency, row.Disposition, row.OfferName, row.EventName)
        );
        Assert.Equal(8, row.PublicId.Length);
        Assert.Equal([pending], await Ids(new() { Disposition = "pending" }));
        Assert.Equal(
            [pending],
            await Ids(
                new()
                {
                    Tests = "tests",
                    EventId = place.Event,
                    AffiliateId = place.Campaign.AffiliateId,
                    OfferCampaignId = place.Campaign.Id,
                }
            )
        );
        Assert.Equal([plain], await Ids(new() { Tests = "non_tests", OfferId = place.Offer.Id }));
        Assert.Empty(await Ids(new() { OfferId = new OfferId(99) }));
        Assert.Empty(await Ids(new() { TransactionId = "call-1" }));
        Assert.Equal(
            ["disposition", "from", "tests"],
            Assert
                .IsType<Invalid>(
                    (
                        await place.List.RunAsync(
                            Network.Reader,
                            new()
                            {
                                From = "soon",
                                Disposition = "odd",
                                Tests = "some",
                            },
                            new PageRequest()
                        )
                    ).Refusal
                )
                .Errors.Keys.Order()
        );

        var card = (
            await new GetConversion(place.Network.Database, new DeliveriesOf(place.Network.Database)).RunAsync(Network.Reader, plain)
        ).Value;
        Assert.Equal((20m, 10m), (card.FirstReceived, card.FirstPaid));
        Assert.Equal([-3m, 5m, 1m], card.Ledger.Select(l => l.Amount));
        Assert.Equal("/m.ashx", card.Arrival?.Url);
    }

    [Theory, EachDatabase]
    public async Task One_of_32_approvals_of_an_unverified_conversion_is_done(Dialect dialect)
    {
        await using var place = await Place.OpenAsync(dialect);
        var id = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T10:00:00Z",
            reason: "UNVERIFIED SENDER"
        );
        var approve = new ApproveConversion(place.Network.Database, place.Network.Approval);

        Assert.IsType<Forbidden>((await approve.RunAsync(Network.Reader, id)).Refusal);
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => approve.RunAsync(Actor.System, id))));
        Assert.Equal(("approved", null), Assert.Single(answers, a => a.IsOk) is var a ? (a.Value.Disposition, a.Value.Reason) : default);
        Assert.All(answers.Where(a => !a.IsOk), a => Assert.Equal("conversion-not-pending", a.Refusal?.Type));
        Assert.Single(await place.Network.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "conversion", $"{id}")));
        Assert.IsType<Missing>((await approve.RunAsync(Actor.System, new ConversionId(99))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task An_approved_sender_leaves_an_amount_that_was_not_sent_open(Dialect dialect)
    {
        await using var place = await Place.OpenAsync(dialect);
        var id = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T10:00:00Z",
            reason: "UNVERIFIED SENDER",
            awaitsPaid: true
        );
        var approve = new ApproveConversion(place.Network.Database, place.Network.Approval);

        var believed = (await approve.RunAsync(Actor.System, id)).Value;
        Assert.Equal(("pending", "AMOUNT NOT SENT"), (believed.Disposition, believed.Reason));
        Assert.Equal("conversion-waits-for-amount", (await approve.RunAsync(Actor.System, id)).Refusal?.Type);
    }

    [Theory, EachDatabase]
    public async Task Whitelisting_a_sender_approves_what_it_sent_before_and_nothing_else(Dialect dialect)
    {
        await using var place = await Place.OpenAsync(dialect);
        var sent = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T10:00:00Z",
            reason: "UNVERIFIED SENDER",
            ip: "192.0.2.7"
        );
        var other = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T10:00:00Z",
            reason: "UNVERIFIED SENDER",
            ip: "192.0.3.7"
        );
        var noRate = await place.Network.InsertAsync(
            place.Offer,
            place.Campaign,
            place.Event,
            "2026-03-01T10:00:00Z",
            reason: "NO RATE",
            ip: "192.0.2.7"
        );

        await place.Network.WhitelistAsync(place.Offer.AdvertiserId, "192.0.2.0", "192.0.2.255", place.Offer.Id);
        var after = (await place.List.RunAsync(Network.Reader, new(), new PageRequest())).Value.Items.ToDictionary(
            c => c.Id,
            c => c.Disposition
        );
        Assert.Equal(("approved", "pending", "pending"), (after[sent], after[other], after[noRate]));
    }

    private sealed class Place(Network network, OfferAnswer offer, OfferCampaignAnswer campaign, OfferEventId eventId) : IAsyncDisposable
    {
        private readonly Snapshot<Instance> _instance = new(network.Database, network.Version, Instance.ReadAsync);

        public Network Network { get; } = network;

        public OfferAnswer Offer { get; } = offer;

        public OfferCampaignAnswer Campaign { get; } = campaign;

        public OfferEventId Event { get; } = eventId;

        public ListConversions List => new(Network.Database, _instance);

        public static async Task<Place> OpenAsync(Dialect dialect)
        {
            var network = await Network.OpenAsync(dialect);
            var advertiser = await network.AdvertiserAsync();
            var payable = await network.EventAsync(advertiser.Id, "Payable call", "PayableCall");
            var offer = await network.OfferAsync(advertiser.Id);
            return new Place(network, offer, await network.CampaignAsync(offer.Id, (await network.AffiliateAsync()).Id), payable.Id);
        }

        public async ValueTask DisposeAsync()
        {
            _instance.Dispose();
            await Network.DisposeAsync();
        }
    }
}
