using FsCheck.Xunit;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

public sealed class PriceRuleTests
{
    private static readonly SentAmount Absent = new(AmountSent.Absent, 0);

    private static readonly SentAmount Empty = new(AmountSent.Empty, 0);

    [Fact]
    public void The_default_event_earns_the_campaigns_then_the_offers_price_and_another_event_never_does()
    {
        Assert.Equal((20, 10), Decide(Absent, Absent));
        Assert.Equal((20, 6), Decide(Absent, Absent, campaignPayout: 6));
        Assert.Equal((0, 0), Decide(Absent, Absent, isDefault: false, campaignPayout: 6));
        Assert.Equal((4, 3), Decide(Absent, Absent, isDefault: false, eventReceived: 4, eventPayout: 3));
        Assert.Equal((4, 2), Decide(Absent, Absent, isDefault: false, eventReceived: 4, eventPayout: 3, atOffer: 2));
        Assert.Equal((4, 1), Decide(Absent, Absent, isDefault: false, eventReceived: 4, eventPayout: 3, atOffer: 2, atCampaign: 1));
        Assert.Equal((0, 0), Decide(Given(0), Given(0)));
        Assert.Equal((0, 0), Decide(Empty, Empty));
    }

    [Fact]
    public void A_revenue_share_is_a_percentage_of_p()
    {
        Assert.Equal((30, 21), Decide(Given(30), Absent, format: PriceFormat.RevShare, campaignPayout: 70));
        Assert.Equal((30, 3), Decide(Given(30), Absent, format: PriceFormat.RevShare));
        Assert.Equal((30, 5), Decide(Given(30), Given(5), format: PriceFormat.RevShare));
        var awaited = Price(Empty, Absent, format: PriceFormat.RevShare);
        Assert.Equal((true, true, false), (awaited.AwaitsReceived, awaited.AwaitsPaid, awaited.CarriesPaid));
        Assert.Equal(
            33_333_300,
            Price(SentAmount.Of(100_000_000), Absent, format: PriceFormat.RevShare, campaignPayoutMillionths: 33_333_333).Paid
        );
    }

    [Fact]
    public void An_event_that_is_not_published_pays_nothing_and_awaits_nothing()
    {
        var price = Price(Absent, Given(5), published: false);
        Assert.Equal((20_000_000, 0, false), (price.Received, price.Paid, price.AwaitsPaid));
        Assert.False(Price(Absent, Empty, published: false).AwaitsPaid);
    }

    [Fact]
    public void Clicks_impressions_and_months_are_not_paid_per_conversion_unless_the_postback_says_so()
    {
        foreach (var format in new[] { PriceFormat.Cpc, PriceFormat.Cpm, PriceFormat.Fixed })
        {
            Assert.Equal((0, 0), Decide(Absent, Absent, format: format, campaignPayout: 6));
            Assert.Equal((7, 5), Decide(Given(7), Given(5), format: format));
            Assert.Equal((4, 3), Decide(Absent, Absent, isDefault: false, eventReceived: 4, eventPayout: 3, format: format));
        }
    }

    [Fact]
    public void Each_level_prices_in_its_own_format()
    {
        var share = new ConfiguredPrice(70_000_000, true, "the event");
        var half = new ConfiguredPrice(50_000_000, true, "the offer");
        var fix = new ConfiguredPrice(9_000_000, false, "the offer");
        Assert.Equal((9_000_000, 6_300_000), Amounts(PriceRule.Decide(Absent, Absent, 1, new(fix, share), true)));
        Assert.Equal((15_000_000, 21_000_000), Amounts(PriceRule.Decide(Given(30), Absent, 1, new(half, share), true)));
        Assert.Equal((15_000_000, 9_000_000), Amounts(PriceRule.Decide(Given(30), Absent, 1, new(half, fix), true)));
        Assert.Equal((0, 9_000_000), Amounts(PriceRule.Decide(Absent, Absent, 1, new(half, fix), true)));
        Assert.Equal(
            (21_000_000, 10_500_000),
            (PriceRule.PaidFor(30_000_000, new(fix, share)), PriceRule.PaidFor(7_500_000, new(half, share)))
        );
        Assert.Null(PriceRule.PaidFor(30_000_000, new(half, fix)));
    }

    [Fact]
    public void A_converted_amount_and_its_share_are_rounded_once_half_away_from_zero()
    {
        var terms = new PriceTerms(new(0, false, ""), new(50_000_000, true, ""));
        var price = PriceRule.Decide(SentAmount.Of(1_000_000), Absent, 1.00005m, terms, true);
        Assert.Equal((1_000_100, 500_000), Amounts(price));
        Assert.Equal(500_100, PriceRule.Decide(SentAmount.Of(1_000_000), Absent, 1.0001m, terms, true).Paid);
        var none = PriceRule.Decide(SentAmount.Of(1_000_000), SentAmount.Of(1_000_000), null, terms, true);
        Assert.Equal((0, 0, true, false), (none.Received, none.Paid, none.NoRate, none.CarriesPaid));
        Assert.False(PriceRule.Fits(SentAmount.Of((long)Money.Largest * 1_000_000), 1.1m));
    }

    [Property(MaxTest = 1000)]
    public bool A_share_is_never_more_than_its_base_and_half_a_tenthousandth_off(uint amount, byte percent)
    {
        var terms = new PriceTerms(new(0, false, ""), new(percent % 101 * 1_000_000L, true, ""));
        var price = PriceRule.Decide(SentAmount.Of(amount), Absent, 1, terms, true);
        return Math.Abs(price.Paid - (amount * (percent % 101) / 100m)) <= 50 && price.Received == amount;
    }

    private static (long Received, long Paid) Amounts(ConversionPrice price) => (price.Received, price.Paid);

    [Property(MaxTest = 1000)]
    public bool A_sent_amount_is_taken_as_it_is_and_an_awaited_one_counts_nothing(
        uint received,
        uint paid,
        bool sendsReceived,
        bool sendsPaid,
        bool isDefault
    )
    {
        var price = Price(sendsReceived ? SentAmount.Of(received) : Empty, sendsPaid ? SentAmount.Of(paid) : Empty, isDefault: isDefault);
        return price.Received == (sendsReceived ? received : 0)
            && price.Paid == (sendsPaid ? paid : 0)
            && price.AwaitsReceived == !sendsReceived
            && price.AwaitsPaid == !sendsPaid
            && price.CarriesReceived == sendsReceived
            && price.CarriesPaid == sendsPaid;
    }

    private static SentAmount Given(long units) => SentAmount.Of(units * 1_000_000);

    private static (long Received, long Paid) Decide(
        SentAmount received,
        SentAmount paid,
        bool isDefault = true,
        long? campaignPayout = null,
        long eventReceived = 0,
        long eventPayout = 0,
        long? atOffer = null,
        long? atCampaign = null,
        PriceFormat format = PriceFormat.Cpa
    )
    {
        var price = Price(received, paid, isDefault, campaignPayout * 1_000_000, eventReceived, eventPayout, atOffer, atCampaign, format);
        return (price.Received / 1_000_000, price.Paid / 1_000_000);
    }

    private static ConversionPrice Price(
        SentAmount received,
        SentAmount paid,
        bool isDefault = true,
        long? campaignPayoutMillionths = null,
        long eventReceived = 0,
        long eventPayout = 0,
        long? atOffer = null,
        long? atCampaign = null,
        PriceFormat format = PriceFormat.Cpa,
        bool published = true
    )
    {
        var offer = new Offer(
            new(1),
            "",
            new(1),
            Currency.Usd,
            10_000_000,
            20_000_000,
            format,
            OfferStatus.Public,
            false,
            true,
            "",
            new(1),
            default
        );
        var campaign = new OfferCampaign(new(1), new(1), new(1), true, AccountStatus.Active, campaignPayoutMillionths, null, default);
        var offerEvent = new OfferEvent(
            new(1),
            new(1),
            "",
            null,
            OfferEventType.Macro,
            false,
            true,
            true,
            eventPayout * 1_000_000,
            eventReceived * 1_000_000,
            default
        );
        EventSetting? Setting(long? payout) =>
            payout is null ? null : new EventSetting(new(1), new(1), null, null, null, payout * 1_000_000, null);
        var terms = PriceTermsRule.Decide(
            OfferContract.DefaultOf(offer),
            campaign,
            offerEvent,
            isDefault,
            Setting(atOffer),
            Setting(atCampaign)
        );
        return PriceRule.Decide(received, paid, 1, terms, published);
    }
}
