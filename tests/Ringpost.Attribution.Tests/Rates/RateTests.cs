using System.Collections.Frozen;
using System.Globalization;
using FsCheck.Xunit;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Rates;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Rates;

public sealed class RateTests
{
    private static readonly string Today = Day(0);

    [Theory, EachDatabase]
    public async Task An_amount_in_another_currency_is_converted_at_the_rate_of_its_own_day_and_kept_as_it_was_sent(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await SetAsync(tracker, "EUR", Today, 1.1m);
        await SetAsync(tracker, "EUR", Day(-1), 1.2m);

        await tracker.SendAsync($"{tracker.Pair}&t=1&p=25&c=EUR");
        await tracker.SendAsync($"{tracker.Pair}&t=2&p=25&ap=10&c=EUR&dt={Day(-1)}T12:00:00Z");
        await tracker.SendAsync($"{tracker.Pair}&t=3&p=25&c=EUR&dt={Day(-2)}T12:00:00Z");
        var stored = await tracker.ConversionsAsync();
        Assert.Equal(["27.5/10 approved", "30/12 approved", "0/10 pending NO RATE"], stored.Select(c => c.Money));
        Assert.All(stored, c => Assert.Equal(("EUR", 25_000_000L, "USD"), (c.SentCurrency, c.SentReceived, c.Currency)));
        Assert.Equal("DUPLICATE", (await tracker.SendAsync($"{tracker.Pair}&t=1&p=25&c=EUR&s1=x")).Message);
        Assert.Equal("DUPLICATE, OTHER AMOUNT", (await tracker.SendAsync($"{tracker.Pair}&t=1&p=26&c=EUR&s1=x")).Message);
        Assert.Equal("MALFORMED", (await tracker.SendAsync($"{tracker.Pair}&t=4&p=1000000000000&c=EUR")).Message);
    }

    [Theory, EachDatabase]
    public async Task What_waits_for_a_rate_is_listed_and_settled_once_when_it_is_there(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        for (var i = 0; i < 3; i++)
            await tracker.SendAsync($"{tracker.Pair}&t={i}&p=10&ap=5&c=GBP");
        await tracker.SendToAsync("/m.ashx", $"{tracker.Pair}&t=S&p=10&c=GBP", from: Tracker.Stranger);
        await tracker.SendAsync($"{tracker.Pair}&t=E&p=10&c=EUR");
        var (waits, settle) = (tracker.Get<ListRateWaits>(), tracker.Get<SettleRateWaits>());
        Assert.Equal(
            [("EUR", 1L, null), ("GBP", 4L, null)],
            (await waits.RunAsync(Network.Reader)).Value.Items.Select(w => (w.Currency, w.Conversions, w.Rate))
        );
        await SetAsync(tracker, "GBP", Today, 1.25m);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => settle.RunAsync(Actor.System))));
        Assert.Equal(4, answers.Sum(a => a.Value.Settled));
        Assert.Equal(
            ["0/10 pending NO RATE", "12.5/10 pending UNVERIFIED SENDER", "12.5/6.25 approved"],
            (await tracker.ConversionsAsync()).Select(c => c.Money).Distinct().Order()
        );
        Assert.Equal("EUR", Assert.Single((await waits.RunAsync(Network.Reader)).Value.Items).Currency);
        var card = (await tracker.Get<GetConversion>().RunAsync(Actor.System, new ConversionId(1))).Value;
        Assert.Equal(($"1 GBP is 1.25 USD on {Today}", Today), (card.Ledger[0].Reason, card.Ledger[0].EffectiveDay));
    }

    [Theory, EachDatabase]
    public async Task A_share_of_what_was_sent_without_a_rate_is_settled_with_it(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await new UpdateOffer(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Offer.Id,
            new(PriceFormat: "RevShare", Payout: 50)
        );
        await new UpdateOfferCampaign(tracker.Database, tracker.Network.Version).RunAsync(
            Actor.System,
            tracker.Campaign.Id,
            new(FollowOffer: true)
        );
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=10&c=GBP");
        Assert.Equal("0/0 pending NO RATE", (await tracker.OnlyConversionAsync()).Money);
        await SetAsync(tracker, "GBP", Today, 1.25m);
        await tracker.Get<SettleRateWaits>().RunAsync(Actor.System);
        Assert.Equal("12.5/6.25 approved", (await tracker.OnlyConversionAsync()).Money);
    }

    [Theory, EachDatabase]
    public async Task An_amount_set_by_hand_ends_the_wait(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await tracker.SendAsync($"{tracker.Pair}&t=1&p=10&c=GBP");
        var adjusted = (await tracker.Get<AdjustConversion>().RunAsync(Actor.System, new(tracker.Offer.Id, "1", Received: 13))).Value;
        Assert.Equal(("approved", 13m), (adjusted.After.Disposition, adjusted.After.Received));
        Assert.Empty((await tracker.Get<ListRateWaits>().RunAsync(Network.Reader)).Value.Items);
    }

    [Theory, EachDatabase]
    public async Task A_file_of_rates_is_foreseen_then_stored_and_what_is_wrong_is_said_by_row(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var file =
            "Day;Currency;Rate\n2026-01-31;EUR;1.08\n2026-01-32;EUR;1.08\n2026-01-31;USD;1\n2026-01-31;GBP;1,25\n2026-01-31;gbp;1.25\n";
        var read = tracker.Get<ReadRateFile>();

        var preview = (await read.RunAsync(Actor.System, file, apply: false)).Value;
        Assert.Equal((5, 3, 0), (preview.Rows, preview.Problems, preview.Applied));
        Assert.Equal([3L, 4, 5], preview.Items.Where(r => r.Problem is not null).Select(r => r.RowNo));
        Assert.Equal(2, (await read.RunAsync(Actor.System, file, apply: true)).Value.Applied);
        var list = tracker.Get<ListRates>();
        var first = (await list.RunAsync(Network.Reader, null, new PageRequest(1))).Value;
        var second = (await list.RunAsync(Network.Reader, null, new PageRequest(1, first.Next))).Value;
        Assert.Equal([("EUR", 1.08m), ("GBP", 1.25m)], new[] { first, second }.Select(p => (p.Items[0].Currency, p.Items[0].Rate)));
        Assert.Equal(
            ["file"],
            Assert.IsType<Invalid>((await read.RunAsync(Actor.System, "Currency,Rate\nEUR,1", true)).Refusal).Errors.Keys
        );
        var wrong = await tracker.Get<SetRate>().RunAsync(Actor.System, new("XXX", "today", 0));
        Assert.Equal(["currency", "day", "rate"], Assert.IsType<Invalid>(wrong.Refusal).Errors.Keys.Order());
    }

    [Property(MaxTest = 500)]
    public bool There_and_back_is_where_it_began_and_another_day_has_no_rate(ushort left, ushort right)
    {
        var day = new DateOnly(2026, 1, 31);
        if (!Currency.TryParse("EUR", out var eur) || !Currency.TryParse("GBP", out var gbp))
            return false;
        var book = new RateBook(
            Currency.Usd,
            new Dictionary<(string, int), decimal>
            {
                [("EUR", day.DayNumber)] = (left + 1) / 1000m,
                [("GBP", day.DayNumber)] = (right + 1) / 1000m,
            }.ToFrozenDictionary()
        );
        var there = book.Between(eur, gbp, day)!.Value * book.Between(gbp, eur, day)!.Value;
        return Math.Abs(there - 1) < 0.0000000001m
            && book.Between(eur, Currency.Usd, day) == (left + 1) / 1000m
            && book.Between(eur, eur, day.AddDays(1)) == 1
            && book.Between(eur, gbp, day.AddDays(1)) is null;
    }

    private static async Task SetAsync(Tracker tracker, string currency, string day, decimal rate) =>
        Assert.True((await tracker.Get<SetRate>().RunAsync(Actor.System, new(currency, day, rate))).IsOk);

    private static string Day(int days) =>
        TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
