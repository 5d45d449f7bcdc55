using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Conversions;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

public sealed class AdvertiserValuesTests
{
    [Theory, EachDatabase]
    public async Task User_id_and_the_advertisers_sub_ids_stay_with_the_conversion(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=A&U=customer-9&as1=blue&AS5=five&s1=sub");
        await tracker.SendAsync($"{tracker.Pair}&t=B&u=&as1=");
        await tracker.SendAsync($"{tracker.Pair}&t=C&u=customer-9");
        var list = tracker.Get<ListConversions>();
        var mine = (await list.RunAsync(Actor.System, new() { UserId = "customer-9" }, new PageRequest())).Value.Items;
        Assert.Equal(["C", "A"], mine.Select(c => c.TransactionId));
        Assert.Equal(("customer-9", "blue", null, "five", "sub"), (mine[1].UserId, mine[1].As1, mine[1].As2, mine[1].As5, mine[1].S1));
        var all = (await list.RunAsync(Actor.System, new(), new PageRequest())).Value.Items;
        Assert.Null(all.Single(c => c.TransactionId == "B").UserId);
        Assert.Equal("MALFORMED", (await tracker.SendAsync($"{tracker.Pair}&t=D&u={new string('x', 256)}")).Message);
        Assert.Equal("MALFORMED", (await tracker.SendAsync($"{tracker.Pair}&t=D&as2=1&as2=2")).Message);
        // A repeat of the same request keeps what the first one said.
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=C&u=customer-9")).Message);
        Assert.Equal(2, (await list.RunAsync(Actor.System, new() { UserId = "customer-9" }, new PageRequest())).Value.Items.Count);
    }

    [Theory, EachDatabase]
    public async Task A_conversion_says_at_which_contract_it_was_booked(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=OLD");
        var high = (
            await new CreateContract(tracker.Database, tracker.Network.Version).RunAsync(
                Actor.System,
                tracker.Offer.Id,
                new("High", Payout: 30, Received: 60)
            )
        ).Value;
        Assert.Null(
            (
                await new SetDefaultContract(tracker.Database, tracker.Network.Version).RunAsync(
                    Actor.System,
                    tracker.Offer.Id,
                    new(high.Id)
                )
            ).Refusal
        );
        var affiliate = await tracker.Network.AffiliateAsync("Publisher Two");
        var campaign = await tracker.Network.CampaignAsync(tracker.Offer.Id, affiliate.Id);
        await tracker.SendAsync($"o={tracker.Offer.Id}&pubid={affiliate.Id}&campid={campaign.Id}&f=pb&t=NEW");
        var rows = (await tracker.Get<ListConversions>().RunAsync(Actor.System, new(), new PageRequest())).Value.Items.ToDictionary(c =>
            c.TransactionId!
        );
        Assert.Equal((high.Id, "High", 60m), (rows["NEW"].ContractId, rows["NEW"].ContractName, rows["NEW"].Received));
        Assert.NotEqual(high.Id, rows["OLD"].ContractId);
        Assert.NotNull(rows["OLD"].ContractName);
        var card = (await tracker.Get<GetConversion>().RunAsync(Actor.System, rows["NEW"].Id)).Value;
        Assert.Equal(high.Id, card.ContractId);
    }
}
