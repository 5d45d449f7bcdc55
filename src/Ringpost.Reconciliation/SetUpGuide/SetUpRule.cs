namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>The article as a list of steps, each judged by what is there. Without I/O.</summary>
public static class SetUpRule
{
    public static IReadOnlyList<SetUpStep> Steps(SetUpVariant variant, SetUpFacts facts) =>
        variant switch
        {
            SetUpVariant.BothHere =>
            [
                .. Tracker(facts, variant),
                .. Calls(facts, variant),
                WireSteps.Pixel(facts),
                WireSteps.WhitelistHere(facts),
                ProofSteps.TestCall(facts, variant),
                ProofSteps.RealCall(facts, variant),
            ],
            SetUpVariant.TrackerIsCake =>
            [
                ForeignSteps.InCake(facts),
                .. Calls(facts, variant),
                WireSteps.PixelToCake(facts),
                WireSteps.WhitelistInCake(),
                ProofSteps.TestCall(facts, variant),
                ProofSteps.RealCall(facts, variant),
            ],
            SetUpVariant.CallsInRingba or SetUpVariant.AdvertiserHasRingba =>
            [
                .. Tracker(facts, variant),
                ForeignSteps.CampaignInRingba(facts, variant),
                ForeignSteps.PublisherInRingba(facts, variant),
                WireSteps.PixelInRingba(facts, variant),
                WireSteps.WhitelistRingba(facts, variant),
                ProofSteps.PostbackFromRingba(facts, variant),
            ],
        };

    /// <summary>Whether a test call travelled all the way; then nobody needs to be led any more.</summary>
    public static bool IsFinished(IEnumerable<SetUpStep> steps) =>
        steps.Any(s => s is { Name: SetUpStepName.TestCall, State: SetUpState.Done });

    private static SetUpStep[] Tracker(SetUpFacts facts, SetUpVariant variant) =>
        [
            TrackerSteps.Advertiser(facts, variant),
            TrackerSteps.Event(facts),
            TrackerSteps.Offer(facts),
            TrackerSteps.Affiliate(facts),
            TrackerSteps.OfferCampaign(facts),
            TrackerSteps.Clickless(facts),
        ];

    private static SetUpStep[] Calls(SetUpFacts facts, SetUpVariant variant) =>
        [
            CallSteps.CallCampaign(facts, variant),
            CallSteps.Publisher(facts, variant),
            CallSteps.Buyer(facts),
            CallSteps.Target(facts),
            CallSteps.Route(facts),
            CallSteps.Payout(facts),
            CallSteps.Carrier(facts),
            CallSteps.Number(facts),
        ];
}
