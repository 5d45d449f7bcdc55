using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Events;

public sealed class CreateEventTests
{
    [Theory, EachDatabase]
    public async Task One_of_32_events_with_the_same_third_party_name_is_stored(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var create = new CreateEvent(network.Database, network.Version);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(i => Task.Run(() => create.RunAsync(Actor.System, advertiser.Id, new($"Call {i}", "macro", "PayableCall"))))
        );

        var stored = Assert.Single(answers, a => a.IsOk).Value;
        foreach (var refused in answers.Where(a => !a.IsOk))
        {
            var message = Assert.Single(Assert.IsType<Invalid>(refused.Refusal).Errors["thirdPartyName"]);
            Assert.Contains($"“{stored.Name}”", message, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await network.Snapshot.GetAsync()).Events.Count);
    }

    [Theory, EachDatabase]
    public async Task Names_differ_by_capitals_and_repeat_on_another_advertiser(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var acme = await network.AdvertiserAsync();
        var other = await network.AdvertiserAsync("Other");
        OfferEventId[] ids =
        [
            (await network.EventAsync(acme.Id, "A", "paid")).Id,
            (await network.EventAsync(acme.Id, "B", "Paid")).Id,
            (await network.EventAsync(other.Id, "A", "Paid")).Id,
        ];

        var byName = (await network.Snapshot.GetAsync()).EventsByName;
        OfferEventId[] found = [byName[(acme.Id, "paid")].Id, byName[(acme.Id, "Paid")].Id, byName[(other.Id, "Paid")].Id];
        Assert.Equal(ids, found);
    }

    [Theory, EachDatabase]
    public async Task Too_long_names_a_missing_type_and_negative_amounts_are_refused(Dialect dialect)
    {
        await using var network = await Network.OpenAsync(dialect);
        var advertiser = await network.AdvertiserAsync();
        var create = new CreateEvent(network.Database, network.Version);

        var refused = await create.RunAsync(
            Actor.System,
            advertiser.Id,
            new(new string('n', 51), null, new string('t', 31), Payout: -1, Received: 2_000_000_000_000)
        );
        Assert.Equal(["name", "payout", "received", "thirdPartyName", "type"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order());
        Assert.True((await create.RunAsync(Actor.System, advertiser.Id, new(new string('n', 50), "micro", new string('t', 30)))).IsOk);
        Assert.IsType<Missing>((await create.RunAsync(Actor.System, new AdvertiserId(99), new("Call", "micro"))).Refusal);
    }
}
