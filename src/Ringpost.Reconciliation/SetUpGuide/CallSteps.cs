using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>The call tracker's half of the article, where calls are here. Without I/O.</summary>
internal static class CallSteps
{
    public static SetUpStep CallCampaign(SetUpFacts facts, SetUpVariant variant)
    {
        var inCake = variant == SetUpVariant.TrackerIsCake;
        var step = SetUpStep.Of(
            SetUpStepName.CallCampaign,
            SetUpPart.Calls,
            "Campaign with the offer's id",
            inCake
                ? "A campaign of calls stands for an offer in CAKE. That offer's id belongs into its Tracking ID."
                : "A campaign of calls stands for an offer. The offer's id belongs into its Tracking ID."
        );
        var offer = inCake ? null : facts.Picks.Offer;
        SetUpCopy[] copies = offer is null ? [] : [new("Tracking ID", $"{offer.Id}")];
        if (facts.Picks.Campaign is not { } campaign)
            return (
                offer is null && !inCake
                    ? step.Later("The offer")
                    : step.Open("No campaign of calls yet.", new(SetUpAction.CreateCallCampaign))
            ).Copy(copies);
        if (inCake ? campaign.TrackingId.Length > 0 : offer is not null && SetUpPicks.ReadId(campaign.TrackingId) == offer.Id.Value)
            return step.Done($"Its Tracking ID is {campaign.TrackingId}.", SetUpFound.Of(campaign));
        var task = new SetUpTask(SetUpAction.OpenCallCampaign, campaign.Id.Value);
        return step.Open(
                inCake ? Phrase.Of($"{campaign.Name} has no Tracking ID. Enter the id that the offer has in CAKE under General Info.")
                    : offer is null ? Phrase.Of($"{campaign.Name} is there; its offer is not.")
                    : campaign.TrackingId.Length == 0
                        ? Phrase.Of($"{campaign.Name} has no Tracking ID. Enter {offer.Id} under General Info.")
                    : Phrase.Of(
                        $"Tracking ID {campaign.TrackingId} of {campaign.Name} is not offer {offer.Id}. Enter {offer.Id} under General Info."
                    ),
                task,
                SetUpFound.Of(campaign)
            )
            .Copy(copies);
    }

    public static SetUpStep Publisher(SetUpFacts facts, SetUpVariant variant)
    {
        var inCake = variant == SetUpVariant.TrackerIsCake;
        var step = SetUpStep.Of(
            SetUpStepName.Publisher,
            SetUpPart.Calls,
            "Publisher with the affiliate's id",
            inCake
                ? "A publisher stands for an affiliate in CAKE. That affiliate's id belongs into its Sub ID."
                : "A publisher stands for an affiliate. The affiliate's id belongs into its Sub ID."
        );
        var affiliate = inCake ? null : facts.Picks.Affiliate;
        SetUpCopy[] copies = affiliate is null ? [] : [new("Sub ID", $"{affiliate.Id}")];
        if (facts.Picks.Publisher is not { } publisher)
            return (
                affiliate is null && !inCake ? step.Later("The affiliate") : step.Open("No publisher yet.", new(SetUpAction.AddPublisher))
            ).Copy(copies);
        if (inCake ? publisher.SubId.Length > 0 : affiliate is not null && SetUpPicks.ReadId(publisher.SubId) == affiliate.Id.Value)
            return step.Done($"Its Sub ID is {publisher.SubId}.", SetUpFound.Of(publisher));
        return step.Open(
                inCake ? Phrase.Of($"{publisher.Name} has no Sub ID. Enter the id that the affiliate has in CAKE.")
                    : affiliate is null ? Phrase.Of($"{publisher.Name} is there; its affiliate is not.")
                    : publisher.SubId.Length == 0 ? Phrase.Of($"{publisher.Name} has no Sub ID. Enter {affiliate.Id}.")
                    : Phrase.Of($"Sub ID {publisher.SubId} of {publisher.Name} is not affiliate {affiliate.Id}. Enter {affiliate.Id}."),
                new(SetUpAction.OpenPublisher, publisher.Id.Value),
                SetUpFound.Of(publisher)
            )
            .Copy(copies);
    }

    public static SetUpStep Buyer(SetUpFacts facts)
    {
        var step = SetUpStep.Of(SetUpStepName.Buyer, SetUpPart.Calls, "Buyer", "Who takes the calls and pays for them.");
        return facts.Calls.Buyers.Values.Where(b => b.Enabled).MaxBy(b => b.CreatedAt.UnixMilliseconds) is { } buyer
            ? step.Done("Its targets receive calls.", SetUpFound.Of(buyer))
            : step.Open("No buyer yet.", new(SetUpAction.AddBuyer));
    }

    public static SetUpStep Target(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Target,
            SetUpPart.Calls,
            "Target",
            "The telephone that rings: a number or a SIP address of the buyer."
        );
        var targets = facts.Calls.Targets.Values.Where(t => t.Enabled).OrderByDescending(t => t.CreatedAt.UnixMilliseconds).ToList();
        if (targets.Find(t => t.BuyerId is not null) is { } owned)
            return step.Done($"Calls go to {owned.Destination.Value}.", SetUpFound.Of(owned));
        if (targets.FirstOrDefault() is { } alone)
            return step.Open(
                $"{alone.Name} has no buyer, so nobody pays for its calls.",
                new(SetUpAction.OpenTarget, alone.Id.Value),
                SetUpFound.Of(alone)
            );
        return facts.Calls.Buyers.Count == 0 ? step.Later("The buyer") : step.Open("No target yet.", new(SetUpAction.CreateTarget));
    }

    public static SetUpStep Route(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Route,
            SetUpPart.Calls,
            "Route from the campaign to the target",
            "Says where the campaign's calls go, when one converts and what the buyer pays for it."
        );
        if (facts.Picks.Campaign is not { } campaign)
            return step.Later("The campaign");
        var task = new SetUpTask(SetUpAction.OpenCallCampaign, campaign.Id.Value);
        var routes = facts.Calls.Routes.GetValueOrDefault(campaign.Id, []).Where(r => r.Enabled).ToList();
        if (routes.Find(r => facts.Calls.Targets.TryGetValue(r.TargetId, out var to) && to.Enabled) is { } route)
        {
            var target = facts.Calls.Targets[route.TargetId];
            return route.Conversion is { Revenue: 0, Lengths: null }
                ? step.Open(
                    $"Calls go to {target.Name}, but the route earns nothing. Give it a Revenue under Routes.",
                    task,
                    SetUpFound.Of(campaign),
                    SetUpFound.Of(target)
                )
                : step.Done($"Calls go to {target.Name}.", SetUpFound.Of(campaign), SetUpFound.Of(target));
        }

        return facts.Calls.Targets.Count == 0
            ? step.Later("The target")
            : step.Open($"{campaign.Name} has no route. Add the target under Routes.", task, SetUpFound.Of(campaign));
    }

    public static SetUpStep Payout(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Payout,
            SetUpPart.Calls,
            "Payout rule",
            "When the publisher is paid, and how much. The event Payout fires the payable pixel."
        );
        if (facts.Picks.Campaign is not { } campaign)
            return step.Later("The campaign");
        return facts.Calls.Payouts.GetValueOrDefault(campaign.Id, []).Length > 0
            ? step.Done($"Calls of {campaign.Name} pay their publisher.", SetUpFound.Of(campaign))
            : step.Open(
                $"No call of {campaign.Name} pays. Add a payout under Payouts.",
                new(SetUpAction.OpenCallCampaign, campaign.Id.Value),
                SetUpFound.Of(campaign)
            );
    }

    public static SetUpStep Carrier(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Carrier,
            SetUpPart.Calls,
            "Carrier",
            "The telephone account whose numbers are called. A simulator plays calls without one."
        );
        return facts.Carriers switch
        {
            null when facts.Proof.Call is not null => step.Done("Calls arrive."),
            null => step.Elsewhere("Carriers are seen by administrators only."),
            { Count: 0 } => step.Open(
                "No carrier yet. Add your Twilio account, or a simulator to begin with.",
                new(SetUpAction.AddCarrier)
            ),
            var all => step.Done($"{string.Join(", ", all.Select(c => c.Name))}: set these URLs at each number of a real carrier.") with
            {
                Copies = [.. all.Take(1).SelectMany(c => new SetUpCopy[] { new("Voice URL", c.VoiceUrl), new("Status URL", c.StatusUrl) })],
            },
        };
    }

    public static SetUpStep Number(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Number,
            SetUpPart.Calls,
            "Tracking number",
            "The number that the publisher advertises. It belongs to the campaign and the publisher."
        );
        if (facts.Picks.Campaign is not { } campaign)
            return step.Later("The campaign");
        if (facts.Picks.Publisher is not { } publisher)
            return step.Later("The publisher");
        var numbers = Numbers(facts, campaign);
        if (numbers.Find(n => n.PublisherId == publisher.Id) is { } number)
            return step.Done($"Calls to it are {publisher.Name}'s.", SetUpFound.Of(number));
        return numbers.FirstOrDefault() is { } other
            ? step.Open(
                other.PublisherId is null
                    ? Phrase.Of($"Number {other.Number} has no publisher: nobody is credited for its calls.")
                    : Phrase.Of($"No number of {campaign.Name} belongs to {publisher.Name}."),
                new(SetUpAction.OpenNumber, other.Id.Value),
                SetUpFound.Of(other)
            )
            : step.Open($"{campaign.Name} has no number yet.", new(SetUpAction.AddNumber));
    }

    /// <summary>The campaign's numbers that take calls, the newest first.</summary>
    public static List<TrackingNumber> Numbers(SetUpFacts facts, CallCampaign campaign) =>
        [
            .. facts
                .Calls.Numbers.Values.Where(n => n.Enabled && n.CampaignId == campaign.Id)
                .OrderByDescending(n => n.CreatedAt.UnixMilliseconds),
        ];
}
