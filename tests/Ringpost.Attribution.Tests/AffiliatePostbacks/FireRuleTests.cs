using FsCheck.Xunit;
using Ringpost.Attribution.AffiliatePostbacks;
using Xunit;

namespace Ringpost.Attribution.Tests.AffiliatePostbacks;

public sealed class FireRuleTests
{
    private static readonly PixelPlace Campaign = PixelPlace.Of(new OfferCampaignId(1)),
        CampaignEvent = PixelPlace.Of(new OfferCampaignId(1), new OfferEventId(2)),
        Affiliate = PixelPlace.Of(new AffiliateId(3)),
        Offer = PixelPlace.Of(new OfferId(4));

    private static readonly FireCase Plain = new(true, false, true, true, 1_000_000, null, false);

    private static readonly PixelsInReach Nothing = new(null, null, null, null, null);

    private static readonly PixelsInReach All = new(Of(Campaign), Of(CampaignEvent), Of(Affiliate), Of(Offer), Of(PixelPlace.System));

    /// <summary>cake.md 7.1: every condition, and the reason that is kept where it does not hold.</summary>
    public static TheoryData<string, FireReason?> Conditions =>
        new()
        {
            { "plain", null },
            { "test", FireReason.Test },
            { "unpublished", FireReason.Unpublished },
            { "campaign inactive", FireReason.CampaignInactive },
            { "not paid", FireReason.NotPaid },
            { "held: sender", FireReason.UnverifiedSender },
            { "held: amount", FireReason.AmountNotSent },
            { "held: rate", FireReason.NoRate },
        };

    [Theory, MemberData(nameof(Conditions))]
    public void Each_condition_keeps_every_level_back(string condition, FireReason? reason)
    {
        var c = condition switch
        {
            "plain" => Plain,
            "test" => Plain with { Test = true },
            "unpublished" => Plain with { Published = false },
            "campaign inactive" => Plain with { CampaignActive = false },
            "not paid" => Plain with { Paid = 0 },
            "held: sender" => Plain with { Held = FireReason.UnverifiedSender },
            "held: amount" => Plain with { Held = FireReason.AmountNotSent },
            _ => Plain with { Held = FireReason.NoRate },
        };
        var fire = FireRule.Decide(c, All);
        Assert.Equal(reason, fire.NotTold);
        Assert.Equal(reason is null, fire.FiresAny);
        Assert.Equal(reason is null, fire.Tells);
    }

    [Fact]
    public void An_offer_may_fire_for_what_is_not_paid()
    {
        var fire = FireRule.Decide(Plain with { Paid = 0 }, All with { Offer = Of(Offer) with { FireNonPaid = true } });
        Assert.True(fire.Tells);
        Assert.NotNull(fire.Offer);
        Assert.NotNull(fire.System);
    }

    [Fact]
    public void The_default_event_fires_the_closest_level_and_the_networks_own_in_addition()
    {
        Assert.Equal(CampaignEvent, FireRule.Decide(Plain, All).ForAffiliate?.Place);
        Assert.Equal(Campaign, FireRule.Decide(Plain, All with { CampaignEvent = null }).ForAffiliate?.Place);
        var general = FireRule.Decide(Plain, All with { CampaignEvent = null, Campaign = null });
        Assert.Equal(Affiliate, general.ForAffiliate?.Place);
        Assert.Equal((Offer, PixelPlace.System), (general.Offer!.Place, general.System!.Place));
        var networks = FireRule.Decide(Plain, Nothing with { Offer = Of(Offer), System = Of(PixelPlace.System) });
        Assert.Equal((false, true, FireReason.NoPixel), (networks.Tells, networks.FiresAny, networks.NotTold));
    }

    [Fact]
    public void Another_event_fires_its_own_pixel_or_the_campaigns_where_that_is_ticked_and_never_the_affiliates()
    {
        var micro = Plain with { IsDefaultEvent = false };
        Assert.Equal(CampaignEvent, FireRule.Decide(micro, All).ForAffiliate?.Place);
        var ticked = All with { CampaignEvent = AffiliatePixel.NothingAt(CampaignEvent) with { UseCampaignDefault = true } };
        Assert.Equal(Campaign, FireRule.Decide(micro, ticked).ForAffiliate?.Place);
        Assert.Equal(FireReason.NoEventPixel, FireRule.Decide(micro, All with { CampaignEvent = null }).NotTold);
        Assert.Equal(FireReason.NoPixel, FireRule.Decide(micro, Nothing with { Affiliate = Of(Affiliate) }).NotTold);
        Assert.Equal(FireReason.NoPixel, FireRule.Decide(micro, ticked with { Campaign = null }).NotTold);
    }

    [Fact]
    public void The_switches_of_affiliate_and_offer_keep_back_what_is_general()
    {
        var general = All with { CampaignEvent = null, Campaign = null };
        var atAffiliate = FireRule.Decide(Plain, general with { Affiliate = Of(Affiliate) with { FireGlobal = false } });
        Assert.Equal(
            (FireReason.GlobalOff, true, true),
            (atAffiliate.NotTold, atAffiliate.Offer is not null, atAffiliate.System is not null)
        );
        var atOffer = FireRule.Decide(Plain, general with { Offer = Of(Offer) with { FireGlobal = false } });
        Assert.Equal((FireReason.GlobalOff, false, true), (atOffer.NotTold, atOffer.Offer is not null, atOffer.System is not null));
        Assert.True(FireRule.Decide(Plain, All with { Affiliate = Of(Affiliate) with { FireGlobal = false } }).Tells);
    }

    [Fact]
    public void What_is_not_approved_does_not_fire_and_nothing_stands_in_for_it()
    {
        var pending = All with { CampaignEvent = null, Campaign = Of(Campaign) with { Status = PixelStatus.Pending } };
        Assert.Equal(FireReason.PixelPending, FireRule.Decide(Plain, pending).NotTold);
        Assert.Equal(
            FireReason.PixelDeclined,
            FireRule.Decide(Plain, pending with { Campaign = Of(Campaign) with { Status = PixelStatus.Declined } }).NotTold
        );
    }

    [Fact]
    public void Html_alone_needs_a_browser()
    {
        var html = Nothing with { Campaign = AffiliatePixel.NothingAt(Campaign) with { Html = "<img>" } };
        Assert.Equal(FireReason.HtmlOnly, FireRule.Decide(Plain, html).NotTold);
        Assert.True(FireRule.Decide(Plain with { HasBrowser = true }, html).Tells);
    }

    [Property(MaxTest = 2000)]
    public bool Told_or_a_reason_never_both_never_neither(
        bool isDefault,
        bool test,
        bool published,
        bool active,
        bool paid,
        bool held,
        bool browser,
        int levels,
        PixelStatus status,
        bool global
    )
    {
        AffiliatePixel? At(int bit, PixelPlace place) =>
            (levels >> bit & 1) == 0 ? null : Of(place) with { Status = status, FireGlobal = global };
        var pixels = new PixelsInReach(At(0, Campaign), At(1, CampaignEvent), At(2, Affiliate), At(3, Offer), At(4, PixelPlace.System));
        var c = new FireCase(isDefault, test, published, active, paid ? 1 : 0, held ? FireReason.NoRate : null, browser);
        var fire = FireRule.Decide(c, pixels);
        var mayFire = !test && published && active && paid && !held;
        return fire.Tells == (fire.NotTold is null)
            && (mayFire || !fire.FiresAny)
            && (!fire.Tells || fire.ForAffiliate!.Status == PixelStatus.Approved)
            && fire.Offer is null == !(mayFire && (levels >> 3 & 1) == 1 && global)
            && fire.System is null == !(mayFire && (levels >> 4 & 1) == 1);
    }

    [Fact]
    public void Every_reason_has_one_word_that_can_be_read_back()
    {
        foreach (var reason in Enum.GetValues<FireReason>())
        {
            Assert.Equal(reason, FireReasons.FromStored(reason.Word()));
            Assert.False(reason.Because().IsEmpty);
        }
    }

    [Fact]
    public void A_place_is_read_back_from_its_text()
    {
        foreach (var place in (PixelPlace[])[Campaign, CampaignEvent, Affiliate, Offer, PixelPlace.System])
        {
            Assert.True(PixelPlace.TryParse($"{place}", out var read));
            Assert.Equal(place, read);
        }

        foreach (
            var bad in (string?[])
                [null, "", "campaign", "campaign:0", "campaign:-1", "campaign:1:event", "campaign:1:click:2", "system:1", "buyer:1"]
        )
            Assert.False(PixelPlace.TryParse(bad, out _));
    }

    private static AffiliatePixel Of(PixelPlace place) =>
        AffiliatePixel.NothingAt(place) with
        {
            PostbackUrl = $"https://aff.example/{place}",
        };
}
