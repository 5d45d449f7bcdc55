using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>What has to stand in a system that is not ours: told with what to enter, seen only by what it sends. Without I/O.</summary>
internal static class ForeignSteps
{
    public static SetUpStep InCake(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.ForeignTracker,
            SetUpPart.Tracker,
            "In CAKE",
            "An offer, an affiliate and their campaign; an event with a third party name for each further call event; the clickless postback, which CAKE's support enables."
        );
        return facts.Proof.Accepted
            ? step.Done("CAKE has taken a pixel of a call.")
            : step.Elsewhere(
                "CAKE can't be looked into from here. Note the ids of the offer and the affiliate: the next steps ask for them."
            );
    }

    public static SetUpStep CampaignInRingba(SetUpFacts facts, SetUpVariant variant)
    {
        var step = SetUpStep.Of(
            SetUpStepName.ForeignCampaign,
            SetUpPart.Calls,
            "Campaign in Ringba",
            variant == SetUpVariant.AdvertiserHasRingba
                ? "The advertiser keeps it. The URL below names your offer by its id, so that their Tracking ID may be what it is."
                : "In Ringba: Campaigns, the campaign, General Info. A campaign stands for an offer."
        );
        if (facts.Picks.Offer is not { } offer)
            return step.Later("The offer");
        if (variant == SetUpVariant.AdvertiserHasRingba)
            return step.Done("Nothing to enter.");
        return (WireSteps.Arrived(facts, step) ?? step.Elsewhere($"Enter the id of {offer.Name}, then Save.")).Copy(
            new SetUpCopy("Tracking ID", $"{offer.Id}")
        );
    }

    public static SetUpStep PublisherInRingba(SetUpFacts facts, SetUpVariant variant)
    {
        var theirs = variant == SetUpVariant.AdvertiserHasRingba;
        var step = SetUpStep.Of(
            SetUpStepName.ForeignPublisher,
            SetUpPart.Calls,
            "Publisher in Ringba",
            theirs
                ? "In the advertiser's Ringba you are a publisher. Ask them to enter the affiliate's id as its Sub ID, and for a publisher of its own for each affiliate that you run."
                : "In Ringba: Publishers, Add Publisher. A publisher stands for an affiliate."
        );
        if (facts.Picks.Affiliate is not { } affiliate)
            return step.Later("The affiliate");
        return (
            WireSteps.Arrived(facts, step)
            ?? step.Elsewhere(
                theirs
                    ? Phrase.Of($"Ask for the id of {affiliate.Name} as Sub ID.")
                    : Phrase.Of($"Enter the id of {affiliate.Name}, then Add.")
            )
        ).Copy(new SetUpCopy("Sub ID", $"{affiliate.Id}"));
    }
}
