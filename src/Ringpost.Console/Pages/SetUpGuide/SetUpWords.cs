using Ringpost.Console.Components;
using Ringpost.Reconciliation.SetUpGuide;

namespace Ringpost.Console.Pages.SetUpGuide;

/// <summary>How the guide's closed sets read, and where its tasks are done.</summary>
internal static class SetUpWords
{
    public static IReadOnlyList<Choice<SetUpVariant>> Variants { get; } =
    [
        new(SetUpVariant.BothHere, "Both are Ringpost: calls and tracker are here"),
        new(SetUpVariant.TrackerIsCake, "My tracker is a real CAKE"),
        new(SetUpVariant.CallsInRingba, "My calls are in a real Ringba"),
        new(SetUpVariant.AdvertiserHasRingba, "My advertiser has the Ringba and I am its publisher"),
    ];

    public static string Title(SetUpPart part, SetUpVariant variant) =>
        (part, variant) switch
        {
            (SetUpPart.Tracker, SetUpVariant.TrackerIsCake) => "The tracker: CAKE",
            (SetUpPart.Tracker, _) => "The tracker",
            (SetUpPart.Calls, SetUpVariant.CallsInRingba) => "The calls: Ringba",
            (SetUpPart.Calls, SetUpVariant.AdvertiserHasRingba) => "The calls: the advertiser's Ringba",
            (SetUpPart.Calls, _) => "The calls",
            (SetUpPart.Wire, _) => "Between them",
            (SetUpPart.Proof, _) => "The first calls",
        };

    public static (string Text, Tone Tone) Of(SetUpState state) =>
        state switch
        {
            SetUpState.Done => ("Done", Tone.Good),
            SetUpState.Open => ("To do", Tone.Wait),
            SetUpState.Later => ("Later", Tone.Plain),
            SetUpState.Optional => ("Optional", Tone.Plain),
            SetUpState.Elsewhere => ("In the other system", Tone.Note),
        };

    /// <summary>The tab of the campaign's card on which the step is done.</summary>
    private static string TabOf(SetUpStepName step) =>
        step switch
        {
            SetUpStepName.Route => "?tab=routing",
            SetUpStepName.Payout => "?tab=payouts",
            SetUpStepName.Pixel => "?tab=pixels",
            _ => "",
        };

    public static (string Text, string Href) Of(SetUpTask task, SetUpStepName step)
    {
        var id = Uri.EscapeDataString(task.Id ?? "");
        return task.Action switch
        {
            SetUpAction.CreateAdvertiser => ("Create Advertiser", "/console/attribution/advertisers?new=1"),
            SetUpAction.CreateEvent => ("Create Event", $"/console/attribution/advertisers/{id}?new=1&tab=events"),
            SetUpAction.CreateOffer => ("Create Offer", "/console/attribution/offers?new=1"),
            SetUpAction.CreateAffiliate => ("Create Affiliate", "/console/attribution/affiliates?new=1"),
            SetUpAction.CreateOfferCampaign => ("Create Campaign", "/console/attribution/campaigns?new=1"),
            SetUpAction.SwitchClicklessOn => ("Switch it on", "/console/attribution/clickless-postback"),
            SetUpAction.CreateCallCampaign => ("Create Campaign of calls", "/console/campaigns?new=1"),
            SetUpAction.OpenCallCampaign => ("Open the campaign", $"/console/campaigns/{id}{TabOf(step)}"),
            SetUpAction.AddPublisher => ("Add Publisher", "/console/publishers?new=1"),
            SetUpAction.OpenPublisher => ("Open the publisher", $"/console/publishers/{id}"),
            SetUpAction.AddBuyer => ("Add Buyer", "/console/buyers?new=1"),
            SetUpAction.CreateTarget => ("Create Target", "/console/targets?new=1"),
            SetUpAction.OpenTarget => ("Open the target", $"/console/targets/{id}"),
            SetUpAction.AddCarrier => ("Add Carrier", "/console/settings/carriers?new=1"),
            SetUpAction.AddNumber => ("Add Number", "/console/numbers?new=1"),
            SetUpAction.OpenNumber => ("Open the number", $"/console/numbers/{id}"),
            SetUpAction.CreatePixel => ("Create Pixel", "/console/pixels?new=1"),
            SetUpAction.OpenPixel => ("Open the pixel", $"/console/pixels/{id}"),
            SetUpAction.AddRingbaAddresses => ("Add Ringba", "/console/attribution/ip-whitelist?new=ringba"),
            SetUpAction.SeeOurAddresses => ("Our sending addresses", "/console/receivers"),
            SetUpAction.SetTestNumbers => ("Test numbers", "/console/settings/test-numbers"),
            SetUpAction.SeePixelLog => ("See the request", $"/console/attribution/pixel-log/{id}"),
            SetUpAction.SeeCall => ("See its whole story", $"/console/calls/{id}/trace"),
            SetUpAction.SeeConversion => ("See the conversion", $"/console/attribution/conversions/{id}"),
        };
    }
}
