using Ringpost.Api;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Clickless;

public sealed class GenerateClicklessUrlTests
{
    private static readonly PublicUrls Urls = new(new Uri("https://ringpost.example"), new Uri("https://trk.example:8443/"));

    [Theory, EachDatabase]
    public async Task The_article_s_urls_come_out_word_for_word(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var offer = await network.OfferAsync(advertiser.Id);
        var payable = await network.EventAsync(advertiser.Id, "Payable call", "Payable Call", payout: 10, received: 20);
        var incoming = await network.EventAsync(advertiser.Id, "Incoming call", "IncomingCall", "micro");
        var unnamed = await network.EventAsync(advertiser.Id, "Unnamed", payout: 1);
        var token = (await network.Snapshot.GetAsync()).Offers[offer.Id.Value].Token;
        var instanceToken = (await network.Snapshot.GetAsync()).InstanceToken;
        var start = "https://trk.example:8443/m.ashx?o=[tag:Campaign:TrackingId]";
        var rest = "&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]";
        var amounts = "&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]";

        async Task<string> Url(GenerateClicklessUrl.Request request) =>
            (await new GenerateClicklessUrl(network.Snapshot, Urls).RunAsync(Actor.System, offer.Id, request)).Value.Url;

        Assert.Equal($"{start}{rest}{amounts}&k={token}", await Url(new("ringba")));
        Assert.Equal($"{start}{rest}{amounts}&k={token}", await Url(new("ringba", advertiser.DefaultEventId)));
        Assert.Equal($"{start}{rest}&p=[Call:ConversionAmount]&k={token}", await Url(new("ringba", Amounts: "received")));
        Assert.Equal($"{start}&en=Payable%20Call{rest}{amounts}&k={token}", await Url(new("ringba", payable.Id)));
        Assert.Equal($"{start}&en=IncomingCall{rest}&k={token}", await Url(new("ringba", incoming.Id)));
        Assert.Equal($"{start}&e={unnamed.Id}{rest}{amounts}&k={token}", await Url(new("Ringba", unnamed.Id)));
        Assert.Equal($"{start}{rest}{amounts}&dt=[Call:EventTime]&c=USD&k={token}", await Url(new("ringpost")));
        Assert.Equal(
            $"{start}&en=IncomingCall{rest}&dt=[Call:EventTime]&c=USD&k={instanceToken}",
            await Url(new("ringpost", incoming.Id, Believed: "all"))
        );
        Assert.Equal(
            $"https://trk.example:8443/m.ashx?o={offer.Id}&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]{amounts}&k={token}",
            await Url(new("ringba", Ids: "static"))
        );
        var affiliate = await network.AffiliateAsync();
        Assert.Contains(
            $"?o={offer.Id}&f=pb&pubid={affiliate.Id}&t=",
            await Url(new("ringba", Ids: "static", AffiliateId: affiliate.Id)),
            StringComparison.Ordinal
        );

        // The price may come from the offer's own setting.
        await new SetOfferEvent(network.Database, network.Version).RunAsync(Actor.System, offer.Id, incoming.Id, new(Received: 1));
        Assert.Contains(amounts, await Url(new("ringba", incoming.Id)), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Unknown_words_events_and_offers_are_refused_and_a_reader_never_sees_the_token(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var foreign = await network.EventAsync((await network.AdvertiserAsync("Other")).Id, "Call");
        var generate = new GenerateClicklessUrl(network.Snapshot, Urls);

        var refused = await generate.RunAsync(
            Actor.System,
            offer.Id,
            new("tune", foreign.Id, "some", "numbers", new AffiliateId(9), "nobody")
        );
        Assert.Equal(
            ["affiliateId", "amounts", "believed", "event", "ids", "source"],
            Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order()
        );
        Assert.IsType<Missing>((await generate.RunAsync(Actor.System, new OfferId(99), new("ringba"))).Refusal);
        Assert.IsType<Forbidden>((await generate.RunAsync(Network.Reader, offer.Id, new("ringba"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_renewed_token_takes_the_place_of_the_old_one(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var offer = await network.OfferAsync((await network.AdvertiserAsync()).Id);
        var other = await network.OfferAsync(offer.AdvertiserId);
        var before = await network.Snapshot.GetAsync();

        Assert.IsType<Forbidden>(
            (await new RenewOfferToken(network.Database, network.Version, network.Identifiers).RunAsync(Network.Reader, offer.Id)).Refusal
        );
        Assert.True(
            (await new RenewOfferToken(network.Database, network.Version, network.Identifiers).RunAsync(Actor.System, offer.Id)).IsOk
        );
        var after = await network.Snapshot.GetAsync();
        Assert.NotEqual(before.Offers[offer.Id.Value].Token, after.Offers[offer.Id.Value].Token);
        Assert.Equal(
            (before.Offers[other.Id.Value].Token, before.InstanceToken),
            (after.Offers[other.Id.Value].Token, after.InstanceToken)
        );

        Assert.True((await new RenewInstanceToken(network.Database, network.Version, network.Identifiers).RunAsync(Actor.System)).IsOk);
        Assert.NotEqual(before.InstanceToken, (await network.Snapshot.GetAsync()).InstanceToken);
    }
}
