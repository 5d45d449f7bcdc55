using Ringpost.Delivery.Alerts;

namespace Ringpost.Console.Components;

/// <summary>Kinds of alerts in words, and the page on which one can be looked into.</summary>
internal static class AlertWords
{
    public static readonly IReadOnlyList<Choice<string>> Kinds =
    [
        .. Enum.GetValues<AlertKind>().Select(k => new Choice<string>($"{k}", Of(k))),
    ];

    public static string Of(AlertKind kind) =>
        kind switch
        {
            AlertKind.ReceiverFails => "Receiver fails",
            AlertKind.ReceiverRejects => "Receiver rejects",
            AlertKind.ConversionCapMet => "Cap on conversions or clicks met",
            AlertKind.CallCapMet => "Cap on calls met",
            AlertKind.NoAnswer => "Target does not answer",
            AlertKind.Busy => "Target busy",
            AlertKind.TargetFails => "Target fails",
            AlertKind.UnassignedNumber => "Unassigned number",
            AlertKind.NoEligibleTarget => "No eligible target",
            AlertKind.CallsDropped => "Fewer calls than usual",
            AlertKind.BooksDiffer => "Books do not add up",
        };

    /// <summary>When it is told.</summary>
    public static string When(AlertKind kind) =>
        kind switch
        {
            AlertKind.ReceiverFails => "A host takes nothing for a while, and when it does again.",
            AlertKind.ReceiverRejects => "What a pixel sends is refused three times in a row, and when it is taken again.",
            AlertKind.ConversionCapMet => "Once a period for each cap of offers, contracts, campaigns and events.",
            AlertKind.CallCapMet => "Once a period for each cap of targets, buyers and publishers.",
            AlertKind.NoAnswer => "Calls to a target ring out one after the other, and when one is answered.",
            AlertKind.Busy => "A target is engaged call after call, and when one is answered.",
            AlertKind.TargetFails => "The carrier can't reach a target, and when it can.",
            AlertKind.UnassignedNumber => "A call to a number of yours that no campaign has.",
            AlertKind.NoEligibleTarget => "Every target is closed, full, paused or filtered out, and when one takes calls again.",
            AlertKind.CallsDropped => "An hour with far fewer calls than the same hour of the four weeks before, and when they are back.",
            AlertKind.BooksDiffer => "The check of the books finds a difference, and when it finds none.",
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
            "host" => ($"/console/deliveries?host={id}", "Deliveries"),
            "rule" => ($"/console/deliveries?pixelId={id}", "Deliveries"),
            "cap" => ("/console/attribution/caps", "Caps"),
            "target" when alert.Kind == AlertKind.CallCapMet => ($"/console/targets/{id}?tab=caps", "Target"),
            "target" => ($"/console/calls?range=today&targetId={id}", "Calls"),
            "buyer" => ($"/console/buyers/{id}?tab=caps", "Buyer"),
            "publisher" => ($"/console/publishers/{id}?tab=caps", "Publisher"),
            "call-campaign" when alert.Kind == AlertKind.NoEligibleTarget => (
                $"/console/calls?range=today&state=incomplete&callCampaignId={id}",
                "Calls"
            ),
            "call-campaign" => ($"/console/report?range=today&callCampaignId={id}", "Report"),
            "calls" => ("/console/report?range=today", "Report"),
            "number" => ("/console/numbers", "Numbers"),
            "books" => ("/console/book-check", "Book check"),
            _ => null,
        };
    }
}
