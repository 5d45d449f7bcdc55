using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Ringpost.CallTracking.CallLists;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>A call's event log as a story; an event that has no words here keeps its name.</summary>
internal static class CallTimelineWords
{
    public static IReadOnlyList<TimelineRow> Rows(CallDetails call) =>
        [
            new TimelineRow(call.At, T["Carrier"], T["The call arrived at {0}", ConsoleFormat.Phone(call.Number)]),
            .. call.Events.Select(e => new TimelineRow(e.At, Actor(e), Text(e), Chip(e, call.Currency), Tone(e), Details(e))),
        ];

    private static string Text(CallEventLine line) =>
        line.Name switch
        {
            "CallPlanDetail" => T["The targets were put in order"],
            "TargetDialed" => T["{0} was dialed", Target(line) ?? T["A target"]],
            "ConnectedCall" => T["{0} answered", Target(line) ?? T["The target"]],
            "FallbackTarget" => T["No target could take the call: the fallback {0} is next", Target(line)],
            "FallbackMessage" => T["No target could take the call: the caller heard the fallback message"],
            "ReroutedCall" => T[
                "{0} hung up after {1} s: the caller was sent on",
                Target(line) ?? T["The target"],
                Field(line, "connectedCallLengthInSeconds")
            ],
            "CompletedCall" => T["The connected call ended"],
            "ConvertedCall" => T["The call converted"],
            "PayoutCall" => T["A payout was recorded"],
            "EndCallSource" => T["The call ended"],
            "RecordedCall" => T["The carrier has a recording"],
            "RecordingCopied" => T["The recording was copied"],
            "RecordingNotCopied" => T["Copying the recording was given up"],
            "DuplicateCall" => T["The caller has called this campaign before"],
            "PublisherCapped" => T["A payout cap of the publisher is full{0}: the call earns no payout", Cap(line)],
            "CallAnnotation" => T["The call was annotated"],
            "ConversionPosted" => T["A buyer's webhook said that the call was sold"],
            "CallAdjusted" => T["The amounts were adjusted"],
            "AdjustmentRequested" => T["Another revenue was asked for"],
            "AdjustmentDecided" => T["The request for another revenue was decided"],
            "BlockedCall" => T["The call was turned away"],
            "RoutingCheck" => T["The check before routing was asked"],
            "IncompleteCall" => T["The call ended before a target was dialed"],
            "Busy Call" or "BusyCall" => T["{0} was busy", Target(line) ?? T["The target"]],
            "No Answer" or "NoAnswer" => T["{0} did not answer", Target(line) ?? T["The target"]],
            "TargetFailed" => T["{0} could not be reached", Target(line) ?? T["The target"]],
            "TargetCanceled" => T["The dial to {0} was canceled", Target(line) ?? T["the target"]],
            "CallerHungUpWhileRinging" => T["The caller hung up while {0} rang", Target(line) ?? T["the target"]],
            "RecoveredCall" => T["The call was brought in from the carrier's record, as nobody here could answer at the time"],
            "CarrierRecord" => T["The carrier's record told how the call ended"],
            "Error" => T["The call could not be handled"],
            "TestCall" => Rehearsal(line),
            _ => line.Name,
        };

    private static string Rehearsal(CallEventLine line) =>
        (Field(line, "wouldConvert") == "true", Field(line, "wouldPay") == "true") switch
        {
            (true, true) => T["A test: it would have converted and been paid"],
            (true, false) => T["A test: it would have converted, and not been paid"],
            (false, true) => T["A test: it would have been paid, and not converted"],
            (false, false) => T["A test: it would not have converted or been paid"],
        };

    private static string Actor(CallEventLine line) =>
        line.Name switch
        {
            "CallAnnotation" or "CallAdjusted" or "AdjustmentRequested" or "AdjustmentDecided" => Field(line, "by") ?? "Ringpost",
            "ConversionPosted" => Field(line, "webhook") ?? T["Webhook"],
            "EndCallSource" => Field(line, "source") is { Length: > 0 } source ? HistoryWords.Of(source) : T["Carrier"],
            "TargetDialed"
            or "CallPlanDetail"
            or "ConvertedCall"
            or "PayoutCall"
            or "BlockedCall"
            or "RoutingCheck"
            or "DuplicateCall"
            or "PublisherCapped"
            or "Error"
            or "TestCall"
            or "RecordingCopied"
            or "RecordingNotCopied"
            or "RecoveredCall"
            or "ReroutedCall"
            or "FallbackTarget"
            or "FallbackMessage" => "Ringpost",
            _ => T["Carrier"],
        };

    private static string? Chip(CallEventLine line, Currency currency) =>
        line.Name switch
        {
            "ConvertedCall" => Amount(line, "conversionAmount", currency),
            "PayoutCall" => Amount(line, "payoutAmount", currency),
            "ConversionPosted" => Amount(line, "conversionAmount", currency),
            "AdjustmentRequested" => Amount(line, "amount", currency),
            "AdjustmentDecided" => Field(line, "state"),
            "BlockedCall" or "IncompleteCall" or "Error" => Field(line, "reason"),
            "RoutingCheck" => Field(line, "outcome"),
            _ => null,
        };

    private static Tone Tone(CallEventLine line) =>
        line.Name switch
        {
            "ConnectedCall" or "ConvertedCall" or "PayoutCall" => Components.Tone.Good,
            "BlockedCall" or "IncompleteCall" or "Error" => Components.Tone.Bad,
            "DuplicateCall" or "PublisherCapped" => Components.Tone.Wait,
            _ => Components.Tone.Plain,
        };

    private static RenderFragment? Details(CallEventLine line) =>
        line.Fields.Count == 0
            ? null
            : builder =>
            {
                builder.OpenElement(0, "dl");
                builder.AddAttribute(1, "class", "rp-facts");
                foreach (var (name, value) in Flat(line.Fields))
                {
                    builder.OpenElement(2, "dt");
                    builder.AddContent(
                        3,
                        name == "ineligibleTargets" ? T["Left out"]
                            : name == "eligibleOrderedTargets" ? T["Tried in this order"]
                            : name
                    );
                    builder.CloseElement();
                    builder.OpenElement(4, "dd");
                    builder.AddContent(5, name == "ineligibleTargets" ? LeftOut(Plain(value)) : Plain(value));
                    builder.CloseElement();
                }

                builder.CloseElement();
            };

    private static string LeftOut(string lines) => string.Join(' ', lines.Split('\n').Select(l => T.Known(CallSentences.LeftOut(l))));

    /// <summary>Fields of a field stand beside it: nobody reads JSON in a story.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Flat(IEnumerable<KeyValuePair<string, JsonElement>> fields) =>
        fields.SelectMany(f =>
            f.Value.ValueKind == JsonValueKind.Object
                ? f.Value.EnumerateObject().Select(inner => (inner.Name, inner.Value))
                : [(f.Key, f.Value)]
        );

    private static string? Target(CallEventLine line) =>
        Field(line, "targetName")
        ?? (
            line.Fields.TryGetValue("target", out var target)
            && target.ValueKind == JsonValueKind.Object
            && target.TryGetProperty("targetName", out var name)
                ? name.GetString()
                : null
        );

    private static string? Field(CallEventLine line, string name) => line.Fields.TryGetValue(name, out var value) ? Plain(value) : null;

    private static string Cap(CallEventLine line) => Field(line, "cap") is { Length: > 0 } cap ? $" ({cap})" : "";

    private static string? Amount(CallEventLine line, string name, Currency currency) =>
        line.Fields.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? ConsoleFormat.Money(Money.ToMillionths(value.GetDecimal()), currency)
            : Field(line, name);

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
