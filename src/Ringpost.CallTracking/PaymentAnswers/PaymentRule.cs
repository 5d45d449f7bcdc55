using System.Globalization;
using System.Text.Json;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.PaymentAnswers;

/// <summary>
/// Answers why a call was, or was not, paid: for the network's people and a publisher's the payout, for a buyer's what they pay. Names of
/// targets and what a call earned are told to nobody who may not see revenue and buyers. Without I/O.
/// </summary>
internal static class PaymentRule
{
    private const int MostNamed = 3;

    /// <param name="call">As who asks sees it.</param>
    public static PaymentAnswer Of(Actor actor, CallDetails call, PaymentFacts facts) =>
        actor.Role == Role.Buyer ? OfBuyer(call, facts)
        : call.Live ? OfLive(call)
        : call.History ? new(PaymentCase.History, CallSentences.History(call)!)
        : !call.Counted ? OfTest(call)
        : call.Payout > 0 || (call.Paid && !call.PayoutAdjusted) ? Paid(actor, call, facts)
        : facts.FirstPayout > 0 ? TakenBack(call, facts)
        : NotPaid(actor, call, facts);

    private static PaymentAnswer OfLive(CallSummary call) =>
        new(
            PaymentCase.Live,
            call.Payout > 0
                ? $"The call is still running, and {Amount(call.Payout, call)} is paid for it already."
                : "The call is still running: what it pays is decided when it ends."
        );

    private static PaymentAnswer OfTest(CallDetails call)
    {
        var would =
            call.Events.LastOrDefault(e => e.Name == "TestCall")?.Fields is { } fields && fields.TryGetValue("wouldPay", out var pays)
                ? pays.ValueKind == JsonValueKind.True
                    ? " It would have been paid."
                    : " It would not have been paid either."
                : "";
        return new(PaymentCase.Test, $"Not paid: a test call earns nothing and counts nowhere.{would}");
    }

    private static PaymentAnswer Paid(Actor actor, CallDetails call, PaymentFacts facts)
    {
        var byHand = call.PayoutAdjusted && facts.FirstPayout == 0;
        var words =
            $"Paid: {Amount(call.Payout, call)}{(actor.IsPartner || call.PublisherName is null ? "" : $" to {call.PublisherName}")}"
            + (
                byHand ? $", by an adjustment{Because(facts)}"
                : call.PayoutAdjusted ? $", changed from {Amount(facts.FirstPayout, call)}{Because(facts)}"
                : ""
            );
        return call switch
        {
            { Disputed: true } => new(
                PaymentCase.PaidDisputed,
                $"{words}; the buyer disputes the call, so that the amount is pending until that is decided."
            ),
            { PendingUntil: { } until } => new(
                PaymentCase.PaidPending,
                $"{words}; the amount is pending until {Moment(until, facts.Zone)} and may change until then."
            ),
            _ => new(
                byHand ? PaymentCase.PaidByAdjustment
                    : call.PayoutAdjusted ? PaymentCase.PaidAdjusted
                    : PaymentCase.Paid,
                $"{words}."
            ),
        };
    }

    private static PaymentAnswer TakenBack(CallDetails call, PaymentFacts facts) =>
        new(
            PaymentCase.TakenBack,
            call.Payout < 0
                ? $"No longer paid: the payout of {Amount(facts.FirstPayout, call)} was changed to {Amount(call.Payout, call)}{Because(facts)}."
                : $"No longer paid: the payout of {Amount(facts.FirstPayout, call)} was taken back{Because(facts)}."
        );

    private static PaymentAnswer NotPaid(Actor actor, CallDetails call, PaymentFacts facts)
    {
        var isWhole = actor.May(Permission.SeeRevenue);
        if (Read<BlockReason>(facts.Reasons.Block) is { } blocked)
            return new(
                PaymentCase.Blocked,
                actor.IsPartner && blocked is BlockReason.CheckRefused or BlockReason.CheckUnanswered
                    ? "Not paid, as the call was turned away by the check before routing."
                    : $"Not paid, as the call was turned away. {CallSentences.Blocked(call with { Reasons = facts.Reasons })}"
            );
        return Read<IncompleteReason>(facts.Reasons.Incomplete) switch
        {
            IncompleteReason.Missed => new(PaymentCase.Missed, "Not paid: the call came while nobody here could answer the carrier."),
            IncompleteReason.NoTarget => new(
                PaymentCase.NoTarget,
                $"Not paid: no target could take the call{(isWhole ? LeftOut(call) : "")}."
            ),
            null => Refused(isWhole, call, facts),
        };
    }

    private static PaymentAnswer Refused(bool isWhole, CallDetails call, PaymentFacts facts) =>
        Read<PayoutRefusal>(facts.Reasons.Payout) switch
        {
            PayoutRefusal.NoRule => new(PaymentCase.NoRule, "Not paid: the campaign has no payout for this publisher."),
            PayoutRefusal.NotConnected => new(PaymentCase.NotConnected, $"Not paid: no target answered{(isWhole ? Rang(call) : "")}."),
            PayoutRefusal.NotConverted => new(
                PaymentCase.NotConverted,
                isWhole && CallSentences.NotConverted(call) is { } why
                    ? $"Not paid: the call did not convert: {Reason(why)}"
                    : "Not paid: the call did not convert."
            ),
            PayoutRefusal.TooShort => new(PaymentCase.TooShort, $"Not paid: {TooShort(facts)}."),
            PayoutRefusal.Duplicate => OfDuplicate(call, facts),
            PayoutRefusal.Closed => new(PaymentCase.Closed, CallSentences.NotPaid(nameof(PayoutRefusal.Closed))!),
            PayoutRefusal.FilterNotMet => new(PaymentCase.FilterNotMet, CallSentences.NotPaid(nameof(PayoutRefusal.FilterNotMet))!),
            PayoutRefusal.NoRevenue => new(
                PaymentCase.NoRevenue,
                isWhole ? CallSentences.NotPaid(nameof(PayoutRefusal.NoRevenue))! : "Not paid: by its payout the call came to nothing."
            ),
            PayoutRefusal.Capped => new(PaymentCase.Capped, CallSentences.NotPaid(nameof(PayoutRefusal.Capped))!),
            PayoutRefusal.TestCall => OfTest(call),
            // What is not decided yet waits for the same word.
            PayoutRefusal.EndUnknown or null => new(PaymentCase.EndUnknown, CallSentences.NotPaid(nameof(PayoutRefusal.EndUnknown))!),
        };

    private static PaymentAnswer OfDuplicate(CallDetails call, PaymentFacts facts) =>
        facts is { SeesEarlier: true, Reasons.PayoutDuplicate: { } earlier }
            ? new(PaymentCase.Duplicate, CallSentences.NotPaid(call with { Reasons = facts.Reasons })!) { EarlierCallId = earlier.CallId }
            : new(PaymentCase.Duplicate, CallSentences.NotPaid(nameof(PayoutRefusal.Duplicate))!);

    /// <summary>The first rule's reason is the call's (<see cref="PayoutDecision.Decide"/>).</summary>
    private static string TooShort(PaymentFacts facts)
    {
        if (facts.Terms is not [{ On: PayoutOn.CallLength } term, ..])
            return "the call was shorter than the payout asks";
        var (seconds, counted, from) = term.TimerStart switch
        {
            TimerStart.Incoming => (facts.Lengths.Total, "the call lasted", "its arrival"),
            TimerStart.Dialed => (facts.Lengths.FromDial, "it went on for", "the dial"),
            TimerStart.Connected => (facts.Lengths.FromConnect, "connected for", "the answer"),
            _ => throw new ArgumentOutOfRangeException(nameof(facts)),
        };
        var rule = facts.Terms.Count == 1 ? "the payout rule" : $"the first of {facts.Terms.Count} payout rules";
        return $"{(seconds is { } known ? $"{counted} {known} s" : "the call was too short")}, and {rule} asks for {term.Seconds} s from {from}"
            + (facts.Terms.Count == 1 ? "" : "; none of the others was met");
    }

    private static string LeftOut(CallDetails call)
    {
        if (
            call.Events.LastOrDefault(e => e.Name == "CallPlanDetail")?.Fields is not { } fields
            || !fields.TryGetValue("ineligibleTargets", out var lines)
        )
            return "";
        var named = lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return named.Length == 0 ? ", as the campaign has no route" : Listed(named.Select(n => CallSentences.LeftOut(n).TrimEnd('.')));
    }

    private static string Rang(CallDetails call) =>
        call.Legs.Count == 0 ? "" : Listed(call.Legs.Select(l => $"{l.TargetName}: {CallSentences.Outcome(l).ToLowerInvariant()}"));

    private static string Listed(IEnumerable<string> all)
    {
        string[] different = [.. all.Distinct(StringComparer.Ordinal)];
        var more = different.Length > MostNamed ? $"; and {different.Length - MostNamed} more" : "";
        return $" ({string.Join("; ", different.Take(MostNamed))}{more})";
    }

    private static PaymentAnswer OfBuyer(CallDetails call, PaymentFacts facts)
    {
        if (call.Live)
            return new(PaymentCase.Live, "The call is still running: what you pay for it is decided when it ends.");
        if (call.Revenue > 0)
            return new(
                PaymentCase.Charged,
                $"You pay {Amount(call.Revenue, call)} for this call{(call.RevenueAdjusted ? ", changed since it ended" : "")}"
                    + (
                        call.Disputed ? "; you dispute it, so that the amount is pending until that is decided."
                        : call.PendingUntil is { } until
                            ? $"; the amount is pending until {Moment(until, facts.Zone)} and may change until then."
                        : "."
                    )
            );
        return call.RevenueAdjusted ? new(PaymentCase.TakenBack, "You no longer pay for this call: the amount was taken off.")
            : call.Legs.Select(CallSentences.NotConverted).LastOrDefault(s => s is not null) is { } why
                ? new(PaymentCase.NotCharged, $"You pay nothing for this call: {Reason(why)}")
            : new(PaymentCase.NotCharged, "You pay nothing for this call.");
    }

    /// <summary>What stands behind the first words of a sentence as "Not converted: no target answered."</summary>
    private static string Reason(string sentence) =>
        sentence.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? sentence[(colon + 2)..] : sentence;

    private static string Because(PaymentFacts facts) => facts.Because.Length == 0 ? "" : $" ({facts.Because.TrimEnd('.')})";

    private static string Moment(Instant at, TimeZoneInfo zone) =>
        $"{TimeZones.InZone(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {zone.Id}";

    private static string Amount(long millionths, CallSummary call) =>
        $"{(millionths / 1_000_000m).ToString("0.00##", CultureInfo.InvariantCulture)} {call.Currency}";

    private static T? Read<T>(string? word)
        where T : struct, Enum => Enum.TryParse(word, out T value) && Enum.IsDefined(value) ? value : null;
}
