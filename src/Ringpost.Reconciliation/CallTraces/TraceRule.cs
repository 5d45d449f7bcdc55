using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>Puts what both halves know of a call in one order and says in sentences what did not go as it should. Without I/O.</summary>
internal static class TraceRule
{
    /// <param name="seesReceived">Whether the cards have what was received.</param>
    public static CallTrace Of(
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions,
        bool seesReceived = true
    )
    {
        var steps = call
            .Events.Select(e => new TraceStep(e.At, TracePart.Call, e.Name, TraceOutcome.None, []))
            .Concat(call.CarrierReports.Select(Reported))
            .Concat(call.Deliveries.SelectMany(d => Sent(d, TracePart.Delivery)))
            .Concat(postbacks.Select(Arrived))
            .Concat(conversions.SelectMany(c => Booked(c, seesReceived)))
            .Concat(conversions.SelectMany(c => c.AffiliateTold.Deliveries).SelectMany(d => Sent(d, TracePart.Affiliate)))
            // What happens in one millisecond happens from left to right.
            .OrderBy(s => s.At.UnixMilliseconds)
            .ThenBy(s => s.Part);
        return new CallTrace(call.Id, [.. Why(call, postbacks, conversions)], [.. steps], TraceNext.Of(call, postbacks, conversions), call);
    }

    private static IEnumerable<string> Why(
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions
    )
    {
        var doubts = new[]
        {
            CallSentences.Blocked(call),
            CallSentences.Incomplete(call),
            CallSentences.NotConverted(call),
            CallSentences.NotPaid(call),
        }
            .OfType<string>()
            .Concat(call.Deliveries.GroupBy(d => d.IdempotencyKey).Select(d => NotSent(d.Last())).OfType<string>())
            .Concat(postbacks.Where(p => p.Outcome.IsRefusal()).Select(p => $"Our tracker refused a postback: {Reason(p)}"))
            .Concat(
                conversions
                    .Where(c => c.Disposition != "approved")
                    .Select(c => $"The conversion {c.PublicId} is {c.Disposition}{(c.Reason is null ? "" : $": {c.Reason}")}.")
            )
            .Concat(
                conversions.Where(c => !c.AffiliateTold.Told).Select(c => $"The affiliate {c.AffiliateName}: {c.AffiliateTold.Because}")
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (call.Paid)
            doubts.Insert(0, $"Paid: {Amount(call.Payout)} {call.Currency} to the publisher.");
        if (doubts.Count == 0)
            doubts.Add(call.Live ? "The call is still running." : "Nothing about this call was refused.");
        return doubts;
    }

    private static string? NotSent(DeliveryDetails delivery) =>
        delivery.State switch
        {
            DeliveryState.Delivered => null,
            DeliveryState.Pending when delivery.Attempts.Count == 0 => null,
            DeliveryState.Pending => $"The pixel on {Event(delivery)} waits for its next attempt: {delivery.Note}",
            DeliveryState.Skipped => $"The pixel on {Event(delivery)} was not sent. {delivery.Note}",
            DeliveryState.Rejected => $"The pixel on {Event(delivery)} was rejected by {Host(delivery)}: {delivery.Note}",
            DeliveryState.Failed => $"The pixel on {Event(delivery)} could not be delivered to {Host(delivery)}: {delivery.Note}",
            _ => throw new InvalidOperationException($"No such state: {delivery.State}."),
        };

    private static TraceStep Reported(CarrierReport report) =>
        new(report.At, TracePart.Carrier, $"The carrier told: {report.Said}", TraceOutcome.None, [$"Answer: {report.Answer}"]);

    private static IEnumerable<TraceStep> Sent(DeliveryDetails delivery, TracePart part)
    {
        var what =
            part == TracePart.Affiliate
                ? $"The affiliate's postback to {Host(delivery)}"
                : $"The pixel on {Event(delivery)} to {Host(delivery)}";
        if (delivery.State == DeliveryState.Skipped)
            yield return new TraceStep(
                delivery.CreatedAt,
                part,
                $"{what} was not sent",
                TraceOutcome.None,
                [delivery.Note],
                delivery.Id.Value
            );
        foreach (var attempt in delivery.Attempts)
        {
            var isLast = attempt.Number == delivery.Attempts.Count;
            var outcome =
                !isLast || delivery.State == DeliveryState.Pending ? TraceOutcome.Waiting
                : delivery.State == DeliveryState.Delivered ? TraceOutcome.Good
                : TraceOutcome.Bad;
            string[] details =
            [
                .. new[]
                {
                    $"{delivery.Method} {delivery.Url}",
                    attempt.Status is { } status
                        ? $"HTTP {status} after {attempt.DurationMs} ms{(attempt.Address is { } at ? $" from {at}" : "")}"
                        : attempt.Error?.Sentence() ?? "No answer.",
                    attempt.Answer,
                    isLast ? delivery.Note : "",
                    attempt.NextAttemptAt is { } next ? $"Next attempt {next} UTC" : "",
                }.Where(d => d.Length > 0),
            ];
            yield return new TraceStep(attempt.At, part, $"{what}, attempt {attempt.Number}", outcome, details, delivery.Id.Value);
        }
    }

    private static TraceStep Arrived(PixelLogRow row) =>
        new(
            row.At,
            TracePart.Postback,
            $"Our tracker got a postback: {row.Outcome.ToText()}",
            row.Outcome.IsRefusal() ? TraceOutcome.Bad : TraceOutcome.Good,
            [.. row.Explanation.Select(e => $"{e.Step}: {e.Verdict}. {e.Detail}")],
            row.Id.ToString(CultureInfo.InvariantCulture)
        );

    private static IEnumerable<TraceStep> Booked(ConversionCard card, bool seesReceived)
    {
        yield return new TraceStep(
            card.ArrivedAt,
            TracePart.Conversion,
            $"It is {card.EventName} of {card.OfferName} for {card.AffiliateName}",
            card.Disposition == "approved" ? TraceOutcome.Good
                : card.Disposition == "pending" ? TraceOutcome.Waiting
                : TraceOutcome.Bad,
            [
                seesReceived
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"Received {card.FirstReceived:0.00##}, paid {card.FirstPaid:0.00##} {card.Currency}"
                    )
                    : string.Create(CultureInfo.InvariantCulture, $"Paid {card.FirstPaid:0.00##} {card.Currency}"),
                $"Now {card.Disposition}{(card.Reason is null ? "" : $": {card.Reason}")}",
                .. card.AffiliateTold.Told ? Array.Empty<string>() : [card.AffiliateTold.Because ?? ""],
            ],
            $"{card.Id}"
        );
        foreach (var entry in card.Ledger)
            yield return new TraceStep(
                entry.RecordedAt,
                TracePart.Conversion,
                string.Create(CultureInfo.InvariantCulture, $"Its {entry.Side} was changed by {entry.Amount:0.00##} {card.Currency}"),
                TraceOutcome.None,
                [$"{entry.ActorId}, counts on {entry.EffectiveDay}: {entry.Reason}"],
                $"{card.Id}"
            );
    }

    private static string Reason(PixelLogRow row) =>
        row.Explanation.LastOrDefault(e => e.Verdict == "stop") is { Detail.Length: > 0 } stop ? stop.Detail : $"{row.Outcome.ToText()}.";

    private static string Event(DeliverySummary delivery) =>
        delivery.Event.Length == 0 ? "" : char.ToUpperInvariant(delivery.Event[0]) + delivery.Event[1..];

    private static string Host(DeliverySummary delivery) =>
        Uri.TryCreate(delivery.Url, UriKind.Absolute, out var url) ? url.Authority : delivery.Url;

    private static string Amount(long millionths) => (millionths / 1_000_000m).ToString("0.00##", CultureInfo.InvariantCulture);
}
