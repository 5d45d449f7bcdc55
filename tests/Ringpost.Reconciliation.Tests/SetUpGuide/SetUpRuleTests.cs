using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Reconciliation.SetUpGuide;
using Xunit;
using static Ringpost.Reconciliation.SetUpGuide.SetUpStepName;

namespace Ringpost.Reconciliation.Tests.SetUpGuide;

public sealed class SetUpRuleTests
{
    private static readonly SetUpStepName[] Tracker =
    [
        Advertiser,
        SetUpStepName.Offer,
        SetUpStepName.Affiliate,
        SetUpStepName.OfferCampaign,
        Clickless,
    ];
    private static readonly SetUpStepName[] Calls = [CallCampaign, Publisher, Buyer, Target, Route, Payout, Carrier, Number, Pixel];

    [Theory]
    [InlineData(SetUpVariant.BothHere)]
    [InlineData(SetUpVariant.TrackerIsCake)]
    [InlineData(SetUpVariant.CallsInRingba)]
    [InlineData(SetUpVariant.AdvertiserHasRingba)]
    public void Each_thing_is_asked_for_in_its_turn_until_a_call_came(SetUpVariant variant)
    {
        var inCake = variant == SetUpVariant.TrackerIsCake;
        SetUpStepName[] road =
        [
            .. inCake ? Array.Empty<SetUpStepName>() : Tracker,
            .. variant is SetUpVariant.BothHere or SetUpVariant.TrackerIsCake ? Calls : [],
        ];
        SetUpStepName? done = null;
        foreach (var name in road)
        {
            var steps = Setup(done, inCake).Steps(variant);
            Assert.Equal(name, steps.First(s => s.State == SetUpState.Open).Name);
            Assert.All(road.TakeWhile(n => n != name), n => Assert.Equal(SetUpState.Done, steps.Single(s => s.Name == n).State));
            Assert.False(SetUpRule.IsFinished(steps));
            done = name;
        }

        var ready = Setup(done, inCake).Steps(variant);
        Assert.Equal(TestCall, ready.First(s => s.State == SetUpState.Open).Name);
        Assert.All(ready, s => Assert.NotEqual("", $"{s.Says}"));
        Assert.Equal(ready.Select(s => s.Name).Distinct(), ready.Select(s => s.Name));
        Assert.Equal(ready.Select(s => s.Part).Distinct().Order(), ready.Select(s => s.Part).Distinct());
    }

    [Fact]
    public void It_ends_when_a_call_became_a_conversion_and_a_real_one_is_left_to_come()
    {
        var steps = (Setup(Pixel, false) with { Proof = new(GrowingSetUp.Call(true), Booked: true) }).Steps(SetUpVariant.BothHere);
        Assert.True(SetUpRule.IsFinished(steps));
        Assert.Equal(RealCall, steps.First(s => s.State == SetUpState.Open).Name);

        var real = GrowingSetUp.Call(false);
        steps = (Setup(Pixel, false) with { Proof = new(real, Booked: true, RealCall: real, RealBooked: true) }).Steps(
            SetUpVariant.BothHere
        );
        Assert.DoesNotContain(steps, s => s.State == SetUpState.Open);
    }

    [Fact]
    public void A_call_that_became_none_says_why()
    {
        var setup = Setup(Pixel, false) with { Proof = new(GrowingSetUp.Call(true), Why: ["Not paid: too short."]) };
        var step = setup.Step(SetUpVariant.BothHere, TestCall);
        Assert.Equal((SetUpState.Open, "A call arrived. Not paid: too short."), (step.State, $"{step.Says}"));
        Assert.Equal(SetUpAction.SeeCall, step.Task!.Action);
    }

    [Fact]
    public void With_CAKE_it_ends_when_a_pixel_was_taken()
    {
        var setup = Setup(Pixel, true) with { Proof = new(GrowingSetUp.Call(true), Booked: true) };
        Assert.False(SetUpRule.IsFinished(setup.Steps(SetUpVariant.TrackerIsCake)));
        setup = setup with { Proof = new(GrowingSetUp.Call(true), Accepted: true) };
        Assert.True(SetUpRule.IsFinished(setup.Steps(SetUpVariant.TrackerIsCake)));
        Assert.Equal(SetUpState.Done, setup.Step(SetUpVariant.TrackerIsCake, ForeignTracker).State);
    }

    [Fact]
    public void What_is_wrong_is_told_with_what_to_enter_where()
    {
        Told(CallCampaign, "Auto insurance has no Tracking ID. Enter 12 under General Info.", s => s with { TrackingId = "" });
        Told(
            CallCampaign,
            "Tracking ID 13 of Auto insurance is not offer 12. Enter 12 under General Info.",
            s => s with { TrackingId = "13" }
        );
        Told(Publisher, "Call House has no Sub ID. Enter 34.", s => s with { SubId = "" });
        Told(Publisher, "Sub ID 12 of Call House is not affiliate 34. Enter 34.", s => s with { SubId = "12" });
        Told(Route, "Calls go to Line 1, but the route earns nothing. Give it a Revenue under Routes.", s => s with { Revenue = 0 });
        Told(Number, "Number +12025550181 has no publisher: nobody is credited for its calls.", s => s with { NumberHasPublisher = false });
        Told(
            Pixel,
            "To tracker is there, but Auto insurance does not fire it. Add it there under Tracking Pixels.",
            s => s with { PixelAttached = false }
        );
        Told(
            Pixel,
            "No event of the advertiser of Auto offer has the third-party name payable. Enter it on the advertiser's Events tab.",
            s => s with { PixelUrl = GrowingSetUp.OwnUrl + "&en=payable" }
        );
    }

    [Fact]
    public void Each_variant_gives_its_own_URL_to_copy()
    {
        Assert.Equal(
            "https://track.example/m.ashx?o=[tag:Campaign:TrackingId]&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]&dt=[Call:EventTime]&c=USD&k=offer-token",
            Url(SetUpVariant.BothHere)
        );
        Assert.Equal(
            "https://YOUR-CAKE-DOMAIN/m.ashx?o=[tag:Campaign:TrackingId]&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]",
            Url(SetUpVariant.TrackerIsCake)
        );
        // In our own account one pixel serves all offers; in the advertiser's it names one, and vouches for no other.
        Assert.EndsWith("&ap=[Call:ConversionPayout]&k=instance-token", Url(SetUpVariant.CallsInRingba), StringComparison.Ordinal);
        Assert.StartsWith("https://track.example/m.ashx?o=12&", Url(SetUpVariant.AdvertiserHasRingba), StringComparison.Ordinal);
        Assert.EndsWith("&k=offer-token", Url(SetUpVariant.AdvertiserHasRingba), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_with_a_third_party_name_has_a_URL_of_its_own_without_amounts()
    {
        var setup = Setup(Clickless, false) with { ThirdPartyName = "incoming" };
        Assert.Equal(SetUpState.Done, setup.Step(SetUpVariant.BothHere, Event).State);
        var url = setup
            .Step(SetUpVariant.CallsInRingba, Pixel)
            .Copies.Single(c => c.Field.ToString().Contains("incoming", StringComparison.Ordinal))
            .Value;
        Assert.Contains("&en=incoming&", url, StringComparison.Ordinal);
        Assert.DoesNotContain("&p=", url, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_change_nothing_sees_no_token()
    {
        var setup = Setup(Number, false) with { ShowsSecrets = false };
        foreach (var variant in Enum.GetValues<SetUpVariant>())
            Assert.DoesNotContain(
                setup.Steps(variant).SelectMany(s => s.Copies),
                c => c.Value.Contains("-token", StringComparison.Ordinal) && c.Value.Contains("k=", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Ringba_is_told_what_to_enter_and_its_addresses_are_asked_for()
    {
        var setup = Setup(Clickless, false);
        Assert.Equal([new SetUpCopy("Tracking ID", "12")], setup.Step(SetUpVariant.CallsInRingba, ForeignCampaign).Copies);
        Assert.Equal([new SetUpCopy("Sub ID", "34")], setup.Step(SetUpVariant.AdvertiserHasRingba, ForeignPublisher).Copies);
        var whitelist = setup.Step(SetUpVariant.CallsInRingba, Whitelist);
        Assert.Equal((SetUpState.Optional, SetUpAction.AddRingbaAddresses), (whitelist.State, whitelist.Task!.Action));

        Assert.True(IpRange.TryParse("192.0.2.1", "192.0.2.1", out var range));
        setup = setup with
        {
            Whitelist = [new WhitelistRow(1, new AdvertiserId(1), null, range, "192.0.2.1", "192.0.2.1", null, true, "Ringba")],
        };
        Assert.Equal(SetUpState.Done, setup.Step(SetUpVariant.CallsInRingba, Whitelist).State);
        Assert.Equal(SetUpState.Done, setup.Step(SetUpVariant.BothHere, Whitelist).State);
        Assert.Equal(SetUpState.Elsewhere, setup.Step(SetUpVariant.TrackerIsCake, Whitelist).State);
    }

    private static string Url(SetUpVariant variant) =>
        Setup(Number, variant == SetUpVariant.TrackerIsCake)
            .Step(variant, Pixel)
            .Copies.Single(c =>
                c.Field.ToString().StartsWith("URL", StringComparison.Ordinal)
                && !c.Field.ToString().Contains("event", StringComparison.Ordinal)
            )
            .Value;

    private static void Told(SetUpStepName name, string says, Func<GrowingSetUp, GrowingSetUp> wrong)
    {
        var step = wrong(Setup(Pixel, false)).Step(SetUpVariant.BothHere, name);
        Assert.Equal((SetUpState.Open, says), (step.State, $"{step.Says}"));
        Assert.NotNull(step.Task);
    }

    private static GrowingSetUp Setup(SetUpStepName? until, bool inCake) =>
        new(until) { PixelUrl = inCake ? GrowingSetUp.CakeUrl : GrowingSetUp.OwnUrl };
}
