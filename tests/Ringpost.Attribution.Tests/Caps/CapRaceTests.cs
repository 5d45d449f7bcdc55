using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Caps;

/// <summary>Never one over (issue 5): 32 callers at once, on PostgreSQL over two nodes.</summary>
public sealed class CapRaceTests
{
    private const int Callers = 32;

    [Theory, EachDatabase]
    public async Task Of_32_conversions_at_once_as_many_count_as_the_caps_have_places(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var offer = await CapTests.CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 7));
        var campaign = await CapTests.CreateAsync(tracker, new(CampaignId: tracker.Campaign.Id, Limit: 5, Interval: "lifetime"));
        await RunAsync(tracker, dialect, twice: true);

        var stored = await tracker.ConversionsAsync();
        Assert.Equal(Callers, stored.Count);
        Assert.Equal(5, stored.Count(c => c.Money == "20/10 approved"));
        Assert.Equal(Callers - 5, stored.Count(c => c.Money == "0/0 approved CAP REACHED"));
        var (atOffer, atCampaign) = (await CapTests.GetAsync(tracker, offer.Id), await CapTests.GetAsync(tracker, campaign.Id));
        Assert.Equal((5, 0, 5, Callers - 5), (atOffer.Used, atOffer.Over, atCampaign.Used, atCampaign.Over));
    }

    [Theory, EachDatabase]
    public async Task Of_32_at_once_on_an_offer_that_ignores_as_many_are_stored_as_the_cap_has_places(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await CapTests.BehaveAsync(tracker, "ignore");
        var cap = await CapTests.CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 5));
        await RunAsync(tracker, dialect, twice: true);
        Assert.Equal(5, (await tracker.ConversionsAsync()).Count);
        Assert.Equal(5, (await CapTests.GetAsync(tracker, cap.Id)).Used);
        // What was dropped left nothing behind: with more places the same requests are stored.
        await tracker.Get<UpdateCap>().RunAsync(Primitives.Actor.System, cap.Id, new(Limit: Callers));
        await RunAsync(tracker, dialect, twice: false);
        Assert.Equal(Callers, (await tracker.ConversionsAsync()).Count);
    }

    private static async Task RunAsync(Tracker tracker, Dialect dialect, bool twice)
    {
        await using var node = dialect == Dialect.Postgres ? tracker.OpenNode() : null;
        var queries = Enumerable.Range(0, Callers).SelectMany(n => Enumerable.Repeat($"{tracker.Pair}&t={n}", twice ? 2 : 1)).ToArray();
        await Task.WhenAll(queries.Select((query, i) => Task.Run(() => (i % 3 == 0 ? node ?? tracker : tracker).SendAsync(query))));
    }
}
