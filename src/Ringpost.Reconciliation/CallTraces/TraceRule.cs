using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>Puts what both halves know of a call in one order and says in sentences what did not go as it should. Without I/O.</summary>
internal static class TraceRule
{
    public static CallTrace Of(
        Actor actor,
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions
    )
    {
        var seesReceived = actor.May(Permission.SeeRevenue);
        var steps = call
            .Events.Select(e => new TraceStep(e.At, TracePart.Call, $"{e.Name}", TraceOutcome.None, []))
            .Concat(call.CarrierReports.Select(Reported))
            .Concat(call.Deliveries.SelectMany(d => Sent(d, TracePart.Delivery)))
            .Concat(postbacks.Select(Arrived))
            .Concat(conversions.SelectMany(c => Booked(c, seesReceived)))
            .Concat(conversions.SelectMany(c => c.AffiliateTold.Deliveries).SelectMany(d => Sent(d, TracePart.Affiliate)))
            // What happens in one millisecond happens from left to right.
            .OrderBy(s => s.At.UnixMilliseconds)
            .ThenBy(s => s.Part);
        return new CallTrace(
            call.Id,
            TraceAnswerRule.Of(call, postbacks, conversions),
            [.. Why(call, postbacks, conversions)],
            [.. steps],
            TraceNext.Of(actor, call, postbacks, conversions),
            call
        );
    }

    private static IEnumerable<Phrase> Why(
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
            .OfType<Phrase>()
            .Concat(call.Deliveries.GroupBy(d => d.IdempotencyKey).Select(d => WireSentences.NotSent(d.Last())).OfType<Phrase>())
            .Concat(postbacks.Where(p => p.Outcome.IsRefusal()).Select(WireSentences.Refused))
            .Concat(conversions.Where(c => c.Disposition != "approved").Select(WireSentences.NotApproved))
            .Concat(
                conversions
                    .Where(c => !c.AffiliateTold.Told)
                    .Select(c => Phrase.Of($"The affiliate {c.AffiliateName}: {c.AffiliateTold.Because}"))
            )
            .Distinct()
            .ToList();
        if (call.Paid)
            doubts.Insert(0, $"Paid: {Amount(call.Payout)} {call.Currency} to the publisher.");
        if (doubts.Count == 0)
            doubts.Add(call.Live ? "The call is still running." : "Nothing about this call was refused.");
        return doubts;
    }

    private static TraceStep Reported(CarrierReport report) =>
        new(report.At, TracePart.Carrier, $"The carrier told: {report.Said}", TraceOutcome.None, [$"Answer: {report.Answer}"]);

    private static IEnumerable<TraceStep> Sent(DeliveryDetails delivery, TracePart part)
    {
        var what =
            part == TracePart.Affiliate
                ? Phrase.Of($"The affiliate's postback to {WireSentences.Host(delivery)}")
                : Phrase.Of($"The pixel on {WireSentences.Event(delivery)} to {WireSentences.Host(delivery)}");
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
            Phrase[] details =
            [
                .. new Phrase[]
                {
                    $"{delivery.Method} {delivery.Url}",
                    attempt.Status is { } status
                        ? attempt.Address is { } at
                            ? Phrase.Of($"HTTP {status} after {attempt.DurationMs} ms from {at}")
                            : Phrase.Of($"HTTP {status} after {attempt.DurationMs} ms")
                        : attempt.Error?.Sentence() ?? "No answer.",
                    $"{attempt.Answer}",
                    isLast ? delivery.Note : "",
                    attempt.NextAttemptAt is { } next ? Phrase.Of($"Next attempt {next} UTC") : "",
                }.Where(d => !d.IsEmpty),
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
            [.. row.Explanation.Select(e => Phrase.Of($"{e.Step}: {e.Verdict}. {e.Detail}"))],
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
                    ? Phrase.Of($"Received {card.FirstReceived:0.00##}, paid {card.FirstPaid:0.00##} {card.Currency}")
                    : Phrase.Of($"Paid {card.FirstPaid:0.00##} {card.Currency}"),
                card.Reason is null ? Phrase.Of($"Now {card.Disposition}") : Phrase.Of($"Now {card.Disposition}: {card.Reason}"),
                .. card.AffiliateTold.Because is { } because ? new[] { because } : [],
            ],
            $"{card.Id}"
        );
        foreach (var entry in card.Ledger)
            yield return new TraceStep(
                entry.RecordedAt,
                TracePart.Conversion,
                $"Its {entry.Side} was changed by {entry.Amount:0.00##} {card.Currency}",
                TraceOutcome.None,
                [$"{entry.ActorId}, counts on {entry.EffectiveDay}: {entry.Reason}"],
                $"{card.Id}"
            );
    }

    private static string Amount(long millionths) => (millionths / 1_000_000m).ToString("0.00##", CultureInfo.InvariantCulture);
}
