using Ringpost.Delivery.Alerts;

namespace Ringpost.Console.Components;

/// <summary>Kinds of alerts in words, and the page on which one can be looked into.</summary>
internal static class AlertWords
{
    public static IReadOnlyList<Choice<string>> Kinds => [.. Enum.GetValues<AlertKind>().Select(k => new Choice<string>($"{k}", Of(k)))];

    public static string Of(AlertKind kind) =>
        kind switch
        {
            AlertKind.ReceiverFails => T["Receiver fails"],
            AlertKind.ReceiverRejects => T["Receiver rejects"],
            AlertKind.ConversionCapMet => T["Cap on conversions or clicks met"],
            AlertKind.CallCapMet => T["Cap on calls met"],
            AlertKind.NoAnswer => T["Target does not answer"],
            AlertKind.Busy => T["Target busy"],
            AlertKind.TargetFails => T["Target fails"],
            AlertKind.UnassignedNumber => T["Unassigned number"],
            AlertKind.NoEligibleTarget => T["No eligible target"],
            AlertKind.CallsDropped => T["Fewer calls than usual"],
            AlertKind.BooksDiffer => T["Books do not add up"],
        };

    /// <summary>When it is told.</summary>
    public static string When(AlertKind kind) =>
        kind switch
        {
            AlertKind.ReceiverFails => T["A host takes nothing for a while, and when it does again."],
            AlertKind.ReceiverRejects => T["What a pixel sends is refused three times in a row, and when it is taken again."],
            AlertKind.ConversionCapMet => T["Once a period for each cap of offers, contracts, campaigns and events."],
            AlertKind.CallCapMet => T["Once a period for each cap of targets, buyers and publishers."],
            AlertKind.NoAnswer => T["Calls to a target ring out one after the other, and when one is answered."],
            AlertKind.Busy => T["A target is engaged call after call, and when one is answered."],
            AlertKind.TargetFails => T["The carrier can't reach a target, and when it can."],
            AlertKind.UnassignedNumber => T["A call to a number of yours that no campaign has."],
            AlertKind.NoEligibleTarget => T["Every target is closed, full, paused or filtered out, and when one takes calls again."],
            AlertKind.CallsDropped => T[
                "An hour with far fewer calls than the same hour of the four weeks before, and when they are back."
            ],
            AlertKind.BooksDiffer => T["The check of the books finds a difference, and when it finds none."],
        };

    public static Tone ToneOf(Alert alert) => alert.Ended ? Tone.Good : Tone.Wait;

    /// <summary>Null where no page says more.</summary>
    public static (string Href, string Text)? Link(Alert alert)
    {
        var subject = alert.Subject.Split('#')[0];
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        var (kind, id) = colon < 0 ? (subject, "") : (subject[..colon], Uri.EscapeDataString(subject[(colon + 1)..]));
        return kind switch
        {
            "host" => ($"/console/deliveries?host={id}", T["Deliveries"]),
            "rule" => ($"/console/deliveries?pixelId={id}", T["Deliveries"]),
            "cap" => ("/console/attribution/caps", T["Caps"]),
            "target" when alert.Kind == AlertKind.CallCapMet => ($"/console/targets/{id}?tab=caps", T["Target"]),
            "target" => ($"/console/calls?range=today&targetId={id}", T["Calls"]),
            "buyer" => ($"/console/buyers/{id}?tab=caps", T["Buyer"]),
            "publisher" => ($"/console/publishers/{id}?tab=caps", T["Publisher"]),
            "call-campaign" when alert.Kind == AlertKind.NoEligibleTarget => (
                $"/console/calls?range=today&state=incomplete&callCampaignId={id}",
                T["Calls"]
            ),
            "call-campaign" => ($"/console/report?range=today&callCampaignId={id}", T["Report"]),
            "calls" => ("/console/report?range=today", T["Report"]),
            "number" => ("/console/numbers", T["Numbers"]),
            "books" => ("/console/book-check", T["Book check"]),
            _ => null,
        };
    }
}
