using System.Net;
using Ringpost.Attribution.Whitelist;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Whitelist;

public sealed class WhitelistTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", null)]
    [InlineData(" 192.0.2.1 ", "192.0.2.255", null)]
    [InlineData("2001:db8::1", "2001:db8::ffff", null)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.9", null)]
    [InlineData("192.0.2.9", "192.0.2.1", "to")]
    [InlineData("2001:db8::2", "2001:db8::1", "to")]
    [InlineData("192.0.2.1", "2001:db8::1", "to")]
    [InlineData("192.0.2.0/24", "192.0.2.1", "from")]
    [InlineData("192.0.2", "192.0.2.1", "from")]
    [InlineData("010.0.0.1", "10.0.0.2", "from")]
    [InlineData("0x0a000001", "10.0.0.2", "from")]
    [InlineData("fe80::1%eth0", "fe80::2", "from")]
    [InlineData("192.0.2.1", "everyone", "to")]
    [InlineData("", "192.0.2.1", "from")]
    public void A_range_is_two_addresses_of_one_family_in_order(string from, string to, string? faultyField)
    {
        var validation = new Validation();
        AddressRangeRule.Read(validation, from, to);
        Assert.Equal(faultyField is null ? [] : new[] { faultyField }, validation.ToRefusal().Errors.Keys);
    }

    [Theory, EachDatabase]
    public async Task A_row_is_added_changed_and_taken_off(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var offer = await network.OfferAsync(advertiser.Id);
        var update = new UpdateWhitelistRow(network.Database, network.Version, network.Approval);
        var single = (
            await new AddWhitelistRow(network.Database, network.Version, network.Approval).RunAsync(
                Actor.System,
                new(advertiser.Id, "192.0.2.7", null, offer.Id, 0, null, "Ringba")
            )
        ).Value;
        Assert.Equal(("192.0.2.7", true, 0, "Ringba"), (single.To, single.Active, single.PerSecond, single.Note));

        var changed = (await update.RunAsync(Actor.System, single.Id, new(To: "192.0.2.9", OfferId: (OfferId?)null, PerSecond: 50))).Value;
        Assert.Equal(single with { To = "192.0.2.9", OfferId = null, PerSecond = 50 }, changed);
        Assert.True(Assert.Single((await network.Snapshot.GetAsync()).Whitelist).Covers(IPAddress.Parse("::ffff:192.0.2.8")));
        Assert.Equal(
            [changed],
            (await new ListWhitelist(network.Database).RunAsync(Network.Reader, advertiser.Id, new PageRequest())).Value.Items
        );

        Assert.True((await update.RunAsync(Actor.System, single.Id, new(Active: false))).IsOk);
        Assert.False(Assert.Single((await network.Snapshot.GetAsync()).Whitelist).Covers(IPAddress.Parse("192.0.2.8")));
        Assert.True((await new RemoveWhitelistRow(network.Database, network.Version).RunAsync(Actor.System, single.Id)).IsOk);
        Assert.Empty((await network.Snapshot.GetAsync()).Whitelist);
    }

    [Theory, EachDatabase]
    public async Task A_foreign_offer_an_unknown_advertiser_and_a_negative_rate_are_refused(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var foreign = await network.OfferAsync((await network.AdvertiserAsync("Other")).Id);
        var add = new AddWhitelistRow(network.Database, network.Version, network.Approval);

        Assert.Equal(["offerId"], Fields(await add.RunAsync(Actor.System, new(advertiser.Id, "192.0.2.1", null, foreign.Id))));
        Assert.Equal(["advertiserId"], Fields(await add.RunAsync(Actor.System, new(new AdvertiserId(99), "192.0.2.1", null))));
        Assert.Equal(
            ["advertiserId", "from", "perSecond", "to"],
            Fields(await add.RunAsync(Actor.System, new(null, "?", "!", PerSecond: -1)))
        );
        Assert.IsType<Forbidden>((await add.RunAsync(Network.Reader, new(advertiser.Id, "192.0.2.1", null))).Refusal);
    }

    private static IEnumerable<string> Fields(Result<WhitelistAnswer> answer) => Assert.IsType<Invalid>(answer.Refusal).Errors.Keys.Order();
}
