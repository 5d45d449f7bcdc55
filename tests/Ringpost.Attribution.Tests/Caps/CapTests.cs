using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Delivery.Alerts;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Caps;

public sealed class CapTests
{
    [Theory, EachDatabase]
    public async Task A_conversion_over_a_cap_is_stored_with_its_reason_and_amounts_of_0(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cap = await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 2));
        for (var n = 1; n <= 4; n++)
            Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t={n}&p=30&ap=3")).Message);
        Assert.Equal(
            ["30/3 approved", "30/3 approved", "0/0 approved CAP REACHED", "0/0 approved CAP REACHED"],
            (await tracker.ConversionsAsync()).Select(c => c.Money)
        );

        var last = new ConversionId((await tracker.ConversionsAsync())[^1].Id);
        var over = (await tracker.Database.ReadAsync(c => ConversionsSql.FindAsync(c, last)))!;
        var note = over.CapNote;
        Assert.Equal((cap.Id.Value, CapStep.Reached), (over.CapId, over.Reason));
        Assert.StartsWith($"CAP REACHED: daily cap of 2 conversions of offer {tracker.Offer.Id} (from ", note, StringComparison.Ordinal);
        var line = Assert.Single((await tracker.LastLogAsync()).Explanation, l => l.Step == "caps");
        Assert.Equal(("pending", note), (line.Verdict, line.Detail));

        var now = await GetAsync(tracker, cap.Id);
        Assert.Equal((2, 2, true), (now.Used, now.Over, now.Met));
        // A repeat and a duplicate use nothing up, and what was sent over the cap is still known as the same.
        Assert.Equal("SUCCESS", (await tracker.SendAsync($"{tracker.Pair}&t=4&p=30&ap=3")).Message);
        Assert.Equal("DUPLICATE", (await tracker.SendAsync($"{tracker.Pair}&t=4&p=30&ap=3&s1=x")).Message);
        Assert.Equal(now with { }, await GetAsync(tracker, cap.Id));
    }

    [Theory, EachDatabase]
    public async Task The_offers_behavior_decides_over_the_amounts(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 0, Interval: "lifetime"));
        foreach (var behavior in (string[])["advertiserOff", "2", "affiliateOnly", "neither", "ignore", "system"])
        {
            await BehaveAsync(tracker, behavior);
            var answer = await tracker.SendAsync($"{tracker.Pair}&t={behavior}&p=30&ap=3");
            Assert.Equal(behavior == "ignore" ? (8, "CAP REACHED") : (0, "SUCCESS"), (answer.Code, answer.Message));
        }

        Assert.Equal(
            [
                "30/3 approved CAP REACHED",
                "30/0 approved CAP REACHED",
                "0/3 approved CAP REACHED",
                "0/0 approved CAP REACHED",
                "0/0 approved CAP REACHED",
            ],
            (await tracker.ConversionsAsync()).Select(c => c.Money)
        );

        await tracker.Get<SetCapSettings>().RunAsync(Actor.System, new("affiliateOnly"));
        await tracker.SendAsync($"{tracker.Pair}&t=system2&p=30&ap=3");
        Assert.Equal("0/3 approved CAP REACHED", (await tracker.ConversionsAsync())[^1].Money);
    }

    [Theory, EachDatabase]
    public async Task An_ignored_conversion_is_logged_and_uses_up_nothing(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cap = await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 0));
        await BehaveAsync(tracker, "ignore");
        var query = $"{tracker.Pair}&t=1";
        Assert.Equal("CAP REACHED", (await tracker.SendAsync(query)).Message);
        Assert.Equal("CAP REACHED", (await tracker.SendAsync(query)).Message);
        Assert.Empty(await tracker.ConversionsAsync());
        var row = await tracker.LastLogAsync();
        Assert.Equal((PostbackOutcome.CapReached, (ConversionId?)null), (row.Outcome, row.ConversionId));
        Assert.Equal("stop", Assert.Single(row.Explanation, l => l.Step == "caps").Verdict);

        await UpdateAsync(tracker, cap.Id, new(Limit: 1));
        Assert.Equal("SUCCESS", (await tracker.SendAsync(query)).Message);
        Assert.Single(await tracker.ConversionsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_place_is_needed_at_every_level_and_events_have_caps_of_their_own(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var network = tracker.Network;
        var (macro, micro) = (
            await network.EventAsync(tracker.Advertiser.Id, "Sale", "Sale"),
            await network.EventAsync(tracker.Advertiser.Id, "Call", "Call", "micro")
        );
        var atCampaign = await CreateAsync(tracker, new(CampaignId: tracker.Campaign.Id, Limit: 3));
        var atContract = await CreateAsync(tracker, new(ContractId: tracker.Offer.DefaultContractId, Limit: 4));
        var sales = await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, EventId: macro.Id, Limit: 1));
        var calls = await CreateAsync(tracker, new(CampaignId: tracker.Campaign.Id, EventId: micro.Id, Limit: 2, AlertOnly: true));
        foreach (
            var query in (string[])["&t=1&en=Sale", "&t=2&en=Sale", "&t=1&en=Call", "&t=2&en=Call", "&t=3&en=Call", "&t=1", "&t=2", "&t=3"]
        )
            await tracker.SendAsync(tracker.Pair + query);

        // A micro event is no conversion: it takes no place in the caps of offer, contract and campaign.
        Assert.Equal((3, 1), Figures(await GetAsync(tracker, atCampaign.Id)));
        Assert.Equal((3, 0), Figures(await GetAsync(tracker, atContract.Id)));
        Assert.Equal((1, 1), Figures(await GetAsync(tracker, sales.Id)));
        Assert.Equal((3, 0), Figures(await GetAsync(tracker, calls.Id)));
        Assert.Equal(2, (await tracker.ConversionsAsync()).Count(c => c.Reason == "CAP REACHED"));
        var alerts = (await new ListAlerts(tracker.Database).RunAsync(Actor.System, new("conversionCapMet"), new PageRequest()))
            .Value
            .Items;
        Assert.Equal([$"cap:{atCampaign.Id}", $"cap:{calls.Id}", $"cap:{sales.Id}"], alerts.Select(a => a.Subject));
    }

    [Theory, EachDatabase]
    public async Task The_time_of_the_event_decides_over_the_period_in_the_caps_zone(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 1, Zone: "America/New_York"));
        var year = TimeProvider.System.GetUtcNow().Year;
        // The last second of a day in New York, the first of the next, and another one of the first.
        foreach (
            var (t, dt) in new[]
            {
                ("1", $"{year}-01-11T04:59:59Z"),
                ("2", $"{year}-01-11T05:00:00Z"),
                ("3", $"{year}-01-10T23:59:59-05:00"),
            }
        )
            await tracker.SendAsync($"{tracker.Pair}&t={t}&dt={Uri.EscapeDataString(dt)}");
        Assert.Equal([null, null, "CAP REACHED"], (await tracker.ConversionsAsync()).Select(c => c.Reason));
    }

    [Theory, EachDatabase]
    public async Task Tests_take_no_place_and_what_nobody_vouches_for_takes_it_when_it_is_believed(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cap = await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 1));
        await tracker.SendAsync($"{tracker.Pair}&t=1&test=1");
        for (var n = 2; n <= 4; n++)
            await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t={n}&p=30&ap=3", from: Tracker.Stranger);
        Assert.Equal(0, (await GetAsync(tracker, cap.Id)).Used);

        var waiting = (await tracker.ConversionsAsync()).Where(c => c.Disposition == "pending").ToArray();
        foreach (var row in waiting[..2])
            Assert.True((await tracker.Get<ApproveConversion>().RunAsync(Actor.System, new ConversionId(row.Id))).IsOk);
        Assert.Equal(
            ["30/3 approved", "0/0 approved CAP REACHED", "30/3 pending UNVERIFIED SENDER"],
            (await tracker.ConversionsAsync()).Skip(1).Select(c => c.Money)
        );
        Assert.Equal((1, 1), Figures(await GetAsync(tracker, cap.Id)));
    }

    [Theory, EachDatabase]
    public async Task A_new_cap_counts_what_its_period_already_has_and_can_be_counted_again(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        for (var n = 1; n <= 3; n++)
            await tracker.SendAsync($"{tracker.Pair}&t={n}");
        var cap = await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 3, Interval: "monthly"));
        Assert.Equal((3, true), (cap.Used, cap.Met));
        await tracker.SendAsync($"{tracker.Pair}&t=4");
        Assert.Equal("CAP REACHED", (await tracker.ConversionsAsync())[^1].Reason);

        await tracker.Database.WriteAsync(
            Storage.Writing.WriteKeys.None,
            unit =>
                Dapper.SqlMapper.ExecuteAsync(unit.Connection, "UPDATE conversions SET disposition = 'returned' WHERE transaction_id = '1'")
        );
        var recount = tracker.Get<RecountCap>();
        Assert.Equal(3, (await recount.RunAsync(Actor.System, cap.Id, new())).Value.Used);
        Assert.Equal(2, (await recount.RunAsync(Actor.System, cap.Id, new(LeaveOutReturned: true))).Value.Used);
        await tracker.SendAsync($"{tracker.Pair}&t=5");
        Assert.Null((await tracker.ConversionsAsync())[^1].Reason);

        var weekly = await UpdateAsync(tracker, cap.Id, new(Interval: "lifetime", Limit: (long?)-1));
        Assert.Equal(((long?)null, "lifetime", false), (weekly.Limit, weekly.Interval, weekly.Met));
        await tracker.SendAsync($"{tracker.Pair}&t=6");
        Assert.Null((await tracker.ConversionsAsync())[^1].Reason);
        Assert.True((await tracker.Get<DeleteCap>().RunAsync(Actor.System, cap.Id)).IsOk);
        Assert.IsType<Missing>((await tracker.Get<GetCap>().RunAsync(Actor.System, cap.Id)).Refusal);
    }

    [Theory, EachDatabase]
    public async Task An_amount_that_is_sent_later_stays_out_of_a_closed_side(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 0));
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=30&ap=");
        await BehaveAsync(tracker, "advertiserOnly");
        await tracker.SendAsync($"{tracker.Pair}&t=2&p=&ap=");
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=30&ap=3");
        Assert.Equal(["0/0 approved CAP REACHED", "0/0 pending AMOUNT NOT SENT"], (await tracker.ConversionsAsync()).Select(c => c.Money));
        await tracker.SendAsync($"{tracker.Pair}&t=2&p=30&ap=3");
        Assert.Equal("30/0 approved", (await tracker.ConversionsAsync())[^1].Money);
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_with_a_cap_is_said_by_field(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var create = tracker.Get<CreateCap>();
        async Task<IEnumerable<string>> FaultsAsync(CreateCap.Request request) =>
            Assert.IsType<Invalid>((await create.RunAsync(Actor.System, request)).Refusal).Errors.Keys.Order();
        Assert.Equal(
            ["interval", "limit", "offerId", "type", "zone"],
            await FaultsAsync(new("visit", Interval: "hourly", Limit: -2, Zone: "Mars/Base"))
        );
        Assert.Equal(["start"], await FaultsAsync(new(OfferId: tracker.Offer.Id, Interval: "4", Limit: 1)));
        Assert.Equal("click", (await CreateAsync(tracker, new("1", tracker.Offer.Id, Interval: "2", Limit: 1))).Type);
        Assert.Equal(["campaignId"], await FaultsAsync(new(CampaignId: new OfferCampaignId(999))));
        Assert.Equal(["eventId"], await FaultsAsync(new("click", tracker.Offer.Id, EventId: new OfferEventId(1))));
        await CreateAsync(tracker, new(OfferId: tracker.Offer.Id, Limit: 1));
        Assert.Equal(["interval"], await FaultsAsync(new(OfferId: tracker.Offer.Id, Limit: 2)));
    }

    [Theory, EachDatabase]
    public async Task Thirty_two_who_make_the_same_cap_make_one(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(_ => Task.Run(() => tracker.Get<CreateCap>().RunAsync(Actor.System, new(OfferId: tracker.Offer.Id, Limit: 1))))
        );
        Assert.Single(made, r => r.IsOk);
        Assert.All(made.Where(r => !r.IsOk), r => Assert.IsType<Invalid>(r.Refusal));
    }

    internal static async Task<CapAnswer> CreateAsync(Tracker tracker, CreateCap.Request request) =>
        (await tracker.Get<CreateCap>().RunAsync(Actor.System, request)).Value;

    internal static async Task<CapAnswer> GetAsync(Tracker tracker, CapId id) =>
        (await tracker.Get<GetCap>().RunAsync(Actor.System, id)).Value;

    internal static async Task BehaveAsync(Tracker tracker, string behavior) =>
        _ = (await tracker.Get<SetOfferCapBehavior>().RunAsync(Actor.System, tracker.Offer.Id, new(behavior))).Value;

    private static async Task<CapAnswer> UpdateAsync(Tracker tracker, CapId id, UpdateCap.Request request) =>
        (await tracker.Get<UpdateCap>().RunAsync(Actor.System, id, request)).Value;

    private static (long Used, long Over) Figures(CapAnswer cap) => (cap.Used, cap.Over);
}
