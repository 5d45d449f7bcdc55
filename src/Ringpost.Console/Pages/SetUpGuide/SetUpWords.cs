using Ringpost.Console.Components;
using Ringpost.Reconciliation.SetUpGuide;

namespace Ringpost.Console.Pages.SetUpGuide;

/// <summary>How the guide's closed sets read, and where its tasks are done.</summary>
internal static class SetUpWords
{
    public static IReadOnlyList<Choice<SetUpVariant>> Variants =>
        [
            new(SetUpVariant.BothHere, T["Both are Ringpost: calls and tracker are here"]),
            new(SetUpVariant.TrackerIsCake, T["My tracker is a real CAKE"]),
            new(SetUpVariant.CallsInRingba, T["My calls are in a real Ringba"]),
            new(SetUpVariant.AdvertiserHasRingba, T["My advertiser has the Ringba and I am its publisher"]),
        ];

    public static string Title(SetUpPart part, SetUpVariant variant) =>
        (part, variant) switch
        {
            (SetUpPart.Tracker, SetUpVariant.TrackerIsCake) => T["The tracker: CAKE"],
            (SetUpPart.Tracker, _) => T["The tracker"],
            (SetUpPart.Calls, SetUpVariant.CallsInRingba) => T["The calls: Ringba"],
            (SetUpPart.Calls, SetUpVariant.AdvertiserHasRingba) => T["The calls: the advertiser's Ringba"],
            (SetUpPart.Calls, _) => T["The calls"],
            (SetUpPart.Wire, _) => T["Between them"],
            (SetUpPart.Proof, _) => T["The first calls"],
        };

    public static (string Text, Tone Tone) Of(SetUpState state) =>
        state switch
        {
            SetUpState.Done => (T["Done"], Tone.Good),
            SetUpState.Open => (T["To do"], Tone.Wait),
            SetUpState.Later => (T["Later"], Tone.Plain),
            SetUpState.Optional => (T["Optional"], Tone.Plain),
            SetUpState.Elsewhere => (T["In the other system"], Tone.Note),
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
            SetUpAction.CreateAdvertiser => (T["Create Advertiser"], "/console/attribution/advertisers?new=1"),
            SetUpAction.CreateEvent => (T["Create Event"], $"/console/attribution/advertisers/{id}?new=1&tab=events"),
            SetUpAction.CreateOffer => (T["Create Offer"], "/console/attribution/offers?new=1"),
            SetUpAction.CreateAffiliate => (T["Create Affiliate"], "/console/attribution/affiliates?new=1"),
            SetUpAction.CreateOfferCampaign => (T["Create Campaign"], "/console/attribution/campaigns?new=1"),
            SetUpAction.SwitchClicklessOn => (T["Switch it on"], "/console/attribution/clickless-postback"),
            SetUpAction.CreateCallCampaign => (T["Create Campaign of calls"], "/console/campaigns?new=1"),
            SetUpAction.OpenCallCampaign => (T["Open the campaign"], $"/console/campaigns/{id}{TabOf(step)}"),
            SetUpAction.AddPublisher => (T["Add Publisher"], "/console/publishers?new=1"),
            SetUpAction.OpenPublisher => (T["Open the publisher"], $"/console/publishers/{id}"),
            SetUpAction.AddBuyer => (T["Add Buyer"], "/console/buyers?new=1"),
            SetUpAction.CreateTarget => (T["Create Target"], "/console/targets?new=1"),
            SetUpAction.OpenTarget => (T["Open the target"], $"/console/targets/{id}"),
            SetUpAction.AddCarrier => (T["Add Carrier"], "/console/settings/carriers?new=1"),
            SetUpAction.AddNumber => (T["Add Number"], "/console/numbers?new=1"),
            SetUpAction.OpenNumber => (T["Open the number"], $"/console/numbers/{id}"),
            SetUpAction.CreatePixel => (T["Create Pixel"], "/console/pixels?new=1"),
            SetUpAction.OpenPixel => (T["Open the pixel"], $"/console/pixels/{id}"),
            SetUpAction.AddRingbaAddresses => (T["Add Ringba"], "/console/attribution/ip-whitelist?new=ringba"),
            SetUpAction.SeeOurAddresses => (T["Our sending addresses"], "/console/receivers"),
            SetUpAction.SetTestNumbers => (T["Test numbers"], "/console/settings/test-numbers"),
            SetUpAction.SeePixelLog => (T["See the request"], $"/console/attribution/pixel-log/{id}"),
            SetUpAction.SeeCall => (T["See its whole story"], $"/console/calls/{id}/trace"),
            SetUpAction.SeeConversion => (T["See the conversion"], $"/console/attribution/conversions/{id}"),
        };
    }
}
