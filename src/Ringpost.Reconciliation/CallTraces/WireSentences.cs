using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>What did not go as it should on the way from a call to the affiliate, a sentence each.</summary>
internal static class WireSentences
{
    public static Phrase? NotSent(DeliveryDetails delivery) =>
        delivery.State switch
        {
            DeliveryState.Delivered => null,
            DeliveryState.Pending when delivery.Attempts.Count == 0 => null,
            DeliveryState.Pending => Phrase.Of($"The pixel on {Event(delivery)} waits for its next attempt: {delivery.Note}"),
            DeliveryState.Skipped => Phrase.Of($"The pixel on {Event(delivery)} was not sent. {delivery.Note}"),
            DeliveryState.Rejected => Phrase.Of($"The pixel on {Event(delivery)} was rejected by {Host(delivery)}: {delivery.Note}"),
            DeliveryState.Failed => Phrase.Of(
                $"The pixel on {Event(delivery)} could not be delivered to {Host(delivery)}: {delivery.Note}"
            ),
            _ => throw new InvalidOperationException($"No such state: {delivery.State}."),
        };

    public static Phrase Refused(PixelLogRow postback) => Phrase.Of($"Our tracker refused a postback: {Reason(postback)}");

    public static Phrase NotApproved(ConversionCard c) =>
        c.Reason is null
            ? Phrase.Of($"The conversion {c.PublicId} is {c.Disposition}.")
            : Phrase.Of($"The conversion {c.PublicId} is {c.Disposition}: {c.Reason}.");

    private static Phrase Reason(PixelLogRow row) =>
        row.Explanation.LastOrDefault(e => e.Verdict == "stop") is { Detail.IsEmpty: false } stop
            ? stop.Detail
            : Phrase.Of($"{row.Outcome.ToText()}.");

    public static string Event(DeliverySummary delivery) =>
        delivery.Event.Length == 0 ? "" : char.ToUpperInvariant(delivery.Event[0]) + delivery.Event[1..];

    public static string Host(DeliverySummary delivery) =>
        Uri.TryCreate(delivery.Url, UriKind.Absolute, out var url) ? url.Authority : delivery.Url;
}
