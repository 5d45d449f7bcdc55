using Ringpost.Attribution.Configuration;
using Ringpost.Reconciliation.PixelSetUp;
using Xunit;

namespace Ringpost.Reconciliation.Tests.PixelSetUp;

public sealed class PixelSetUpCheckTests
{
    private const string Dynamic =
        "https://track.example/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&p=[Call:ConversionAmount]&f=pb";

    [Fact]
    public void A_set_up_as_the_article_says_is_ready()
    {
        var report = new BothSides().Check(Dynamic);

        Assert.True(report.IsReady);
        var row = Assert.Single(report.Rows);
        Assert.Equal(("Auto insurance offer", "Call House affiliate", "Default"), (row.OfferName, row.AffiliateName, row.EventName));
        Assert.NotNull(row.OfferCampaignId);
    }

    [Fact]
    public void Ids_written_into_the_url_are_checked_too() =>
        Assert.True(
            new BothSides { TrackingId = "", SubId = "" }
                .Check("https://track.example/m.ashx?o=12&pubid=34&f=pb")
                .IsReady
        );

    [Theory]
    [InlineData("Theirs", new[] { "2" }, new PixelSetUpProblem[0])]
    [InlineData("Theirs", new[] { "2", "" }, new[] { PixelSetUpProblem.NoAdvertiser })]
    [InlineData("Theirs", new[] { null, "2" }, new[] { PixelSetUpProblem.NoAdvertiser })]
    [InlineData("Theirs", new[] { "9" }, new[] { PixelSetUpProblem.UnknownAdvertiser })]
    [InlineData("Payable", new[] { "1", "2" }, new[] { PixelSetUpProblem.UnknownEvent })]
    [InlineData("Payable", new[] { "1" }, new PixelSetUpProblem[0])]
    public void With_several_buyers_each_buyers_Sub_ID_names_an_advertiser_that_has_the_event(
        string name,
        string?[] subIds,
        PixelSetUpProblem[] problems
    )
    {
        var url = $"https://track.example/m.ashx?o=12&pubid=34&f=pb&adv=[tag:Buyer:SubId]&en={name}";
        var row = Assert.Single(
            new BothSides { BuyerSubIds = subIds }
                .Check(url)
                .Rows
        );
        Assert.Equal(problems, row.Findings.Select(f => f.Problem));
    }

    [Fact]
    public void A_buyer_that_is_inactive_or_not_on_the_offers_list_is_told()
    {
        const string url = "https://track.example/m.ashx?o=12&pubid=34&f=pb&adv=2&en=Theirs";
        PixelSetUpProblem[] Problems(BothSides sides) => [.. Assert.Single(sides.Check(url).Rows).Findings.Select(f => f.Problem)];
        Assert.Empty(Problems(new BothSides { ListedBuyers = [2] }));
        Assert.Equal([PixelSetUpProblem.AdvertiserMayNotBuy], Problems(new BothSides { ListedBuyers = [] }));
        Assert.Equal([PixelSetUpProblem.AdvertiserInactive], Problems(new BothSides { BetaStatus = "inactive" }));
    }

    [Fact]
    public void An_affiliate_may_be_named_by_a_on_either_path()
    {
        Assert.True(new BothSides().Check("https://track.example/p.ashx?o=12&a=[tag:Publisher:SubId]&f=pb").IsReady);
        Assert.True(new BothSides().Check("https://track.example/M.ASHX?O=12&A=34&f=pb").IsReady);
    }

    [Theory]
    [InlineData("", "34", PixelSetUpProblem.NoOffer)]
    [InlineData("13", "34", PixelSetUpProblem.UnknownOffer)]
    [InlineData("twelve", "34", PixelSetUpProblem.UnknownOffer)]
    [InlineData("12", "", PixelSetUpProblem.NoAffiliate)]
    [InlineData("12", "35", PixelSetUpProblem.UnknownAffiliate)]
    [InlineData("12", "36", PixelSetUpProblem.NoOfferCampaign)]
    public void What_would_be_refused_is_named_before_the_first_call(string trackingId, string subId, PixelSetUpProblem problem) =>
        Assert.Equal(problem, Assert.Single(Problems(new BothSides { TrackingId = trackingId, SubId = subId }.Check(Dynamic))));

    [Fact]
    public void Clickless_postbacks_must_be_on() =>
        Assert.Equal(PixelSetUpProblem.ClicklessOff, Assert.Single(Problems(new BothSides { Clickless = false }.Check(Dynamic))));

    [Fact]
    public void Inactive_parts_are_named() =>
        Assert.Equal(
            [PixelSetUpProblem.OfferInactive, PixelSetUpProblem.AffiliateInactive, PixelSetUpProblem.OfferCampaignInactive],
            Problems(
                new BothSides
                {
                    OfferStatus = OfferStatus.Inactive,
                    AffiliateStatus = AccountStatus.Inactive,
                    CampaignStatus = AccountStatus.Inactive,
                }.Check(Dynamic)
            )
        );

    [Theory]
    [InlineData("en=Payable", null, "Payable call")]
    [InlineData("e=2", null, "Payable call")]
    [InlineData("en=payable", PixelSetUpProblem.UnknownEvent, null)]
    [InlineData("e=3", PixelSetUpProblem.UnknownEvent, null)]
    [InlineData("en=Off", PixelSetUpProblem.EventInactive, "Switched off")]
    [InlineData("en=[Call:RecordingUrl]", null, null)]
    public void The_event_must_be_the_advertisers_own(string parameter, PixelSetUpProblem? problem, string? eventName)
    {
        var row = Assert.Single(new BothSides().Check(Dynamic + "&" + parameter).Rows);

        Assert.Equal(problem, row.Findings.SingleOrDefault()?.Problem);
        Assert.Equal(eventName, row.EventName);
    }

    [Fact]
    public void A_name_with_other_capitals_is_suggested() =>
        Assert.Contains(
            "write Payable",
            Assert.Single(new BothSides().Check(Dynamic + "&en=payable").Rows).Findings[0].Message.ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_number_without_publisher_sends_no_sub_id() =>
        Assert.Equal(
            PixelSetUpProblem.NumberWithoutPublisher,
            Assert.Single(Problems(new BothSides { HasPublisher = false }.Check(Dynamic)))
        );

    [Theory]
    [InlineData("https://cake.example/m.ashx?o=[tag:Campaign:TrackingId]&pubid=1")]
    [InlineData("https://track.example/hook/1")]
    [InlineData("https://track.example/p.ashx?o=12&r=[Call:InboundCallId]")]
    public void Pixels_for_others_and_postbacks_with_a_click_are_left_alone(string url)
    {
        var report = new BothSides().Check(url);

        Assert.True(report.IsReady);
        Assert.Equal(0, report.OwnPixels);
    }

    [Fact]
    public void Two_numbers_of_one_publisher_are_checked_once() =>
        Assert.Single(
            new BothSides { Numbers = 2 }
                .Check(Dynamic)
                .Rows
        );

    [Fact]
    public void Without_a_number_there_is_nothing_to_check()
    {
        var report = new BothSides { Numbers = 0 }.Check(Dynamic);

        Assert.False(report.HasNumbers);
        Assert.Empty(report.Rows);
    }

    [Fact]
    public void A_campaign_named_in_the_url_must_be_the_pairs() =>
        Assert.Equal(PixelSetUpProblem.NoOfferCampaign, Assert.Single(Problems(new BothSides().Check(Dynamic + "&campid=99"))));

    private static List<PixelSetUpProblem> Problems(PixelSetUpReport report) =>
        [.. report.Rows.SelectMany(r => r.Findings).Select(f => f.Problem)];
}
