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
                ? Phrase.Of($"The call is still running, and {Amount(call.Payout, call)} is paid for it already.")
                : "The call is still running: what it pays is decided when it ends."
        );

    private static PaymentAnswer OfTest(CallDetails call)
    {
        Phrase counts = "Not paid: a test call earns nothing and counts nowhere.";
        Phrase? would =
            call.Events.LastOrDefault(e => e.Name == "TestCall")?.Fields is { } fields && fields.TryGetValue("wouldPay", out var pays)
                ? pays.ValueKind == JsonValueKind.True
                    ? "It would have been paid."
                    : "It would not have been paid either."
                : null;
        return new(PaymentCase.Test, would is null ? counts : Phrase.Joined([counts, would]));
    }

    private static PaymentAnswer Paid(Actor actor, CallDetails call, PaymentFacts facts)
    {
        var byHand = call.PayoutAdjusted && facts.FirstPayout == 0;
        var paid =
            actor.IsPartner || call.PublisherName is null
                ? Phrase.Of($"Paid: {Amount(call.Payout, call)}")
                : Phrase.Of($"Paid: {Amount(call.Payout, call)} to {call.PublisherName}");
        var words =
            byHand ? Phrase.Of($"{paid}, by an adjustment{Because(facts)}")
            : call.PayoutAdjusted ? Phrase.Of($"{paid}, changed from {Amount(facts.FirstPayout, call)}{Because(facts)}")
            : paid;
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
                ? Phrase.Of(
                    $"No longer paid: the payout of {Amount(facts.FirstPayout, call)} was changed to {Amount(call.Payout, call)}{Because(facts)}."
                )
                : Phrase.Of($"No longer paid: the payout of {Amount(facts.FirstPayout, call)} was taken back{Because(facts)}.")
        );

    private static PaymentAnswer NotPaid(Actor actor, CallDetails call, PaymentFacts facts)
    {
        var isWhole = actor.May(Permission.SeeRevenue);
        if (Read<BlockReason>(facts.Reasons.Block) is { } blocked)
            return new(
                PaymentCase.Blocked,
                actor.IsPartner && blocked is BlockReason.CheckRefused or BlockReason.CheckUnanswered
                    ? "Not paid, as the call was turned away by the check before routing."
                    : Phrase.Of($"Not paid, as the call was turned away. {CallSentences.Blocked(call with { Reasons = facts.Reasons })}")
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
                isWhole && CallSentences.WhyNotConverted(call) is { } why
                    ? Phrase.Of($"Not paid: the call did not convert: {why}")
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
    private static Phrase TooShort(PaymentFacts facts)
    {
        if (facts.Terms is not [{ On: PayoutOn.CallLength } term, ..])
            return "the call was shorter than the payout asks";
        var seconds = term.TimerStart switch
        {
            TimerStart.Incoming => facts.Lengths.Total,
            TimerStart.Dialed => facts.Lengths.FromDial,
            TimerStart.Connected => facts.Lengths.FromConnect,
            _ => throw new ArgumentOutOfRangeException(nameof(facts)),
        };
        Phrase counted = term.TimerStart switch
        {
            TimerStart.Incoming => "the call lasted",
            TimerStart.Dialed => "it went on for",
            TimerStart.Connected => "connected for",
            _ => throw new ArgumentOutOfRangeException(nameof(facts)),
        };
        Phrase from = term.TimerStart switch
        {
            TimerStart.Incoming => "its arrival",
            TimerStart.Dialed => "the dial",
            TimerStart.Connected => "the answer",
            _ => throw new ArgumentOutOfRangeException(nameof(facts)),
        };
        var length = seconds is { } known ? Phrase.Of($"{counted} {known} s") : "the call was too short";
        return facts.Terms.Count == 1
            ? Phrase.Of($"{length}, and the payout rule asks for {term.Seconds} s from {from}")
            : Phrase.Of(
                $"{length}, and the first of {facts.Terms.Count} payout rules asks for {term.Seconds} s from {from}; none of the others was met"
            );
    }

    private static Phrase LeftOut(CallDetails call)
    {
        if (
            call.Events.LastOrDefault(e => e.Name == "CallPlanDetail")?.Fields is not { } fields
            || !fields.TryGetValue("ineligibleTargets", out var lines)
        )
            return "";
        var named = lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return named.Length == 0 ? ", as the campaign has no route" : Listed(named.Select(CallSentences.LeftOutWords));
    }

    private static Phrase Rang(CallDetails call) =>
        call.Legs.Count == 0
            ? ""
            : Listed(call.Legs.Select(l => Phrase.Of($"{l.TargetName}: {CallSentences.Outcome(l).ToString().ToLowerInvariant()}")));

    private static Phrase Listed(IEnumerable<Phrase> all)
    {
        Phrase[] different = [.. all.Distinct()];
        var more = different.Length > MostNamed ? Phrase.Of($"; and {different.Length - MostNamed} more") : "";
        return $" ({Phrase.Joined(different.Take(MostNamed), "; ")}{more})";
    }

    private static PaymentAnswer OfBuyer(CallDetails call, PaymentFacts facts)
    {
        if (call.Live)
            return new(PaymentCase.Live, "The call is still running: what you pay for it is decided when it ends.");
        if (call.Revenue > 0)
        {
            var pays = call.RevenueAdjusted
                ? Phrase.Of($"You pay {Amount(call.Revenue, call)} for this call, changed since it ended")
                : Phrase.Of($"You pay {Amount(call.Revenue, call)} for this call");
            return new(
                PaymentCase.Charged,
                call.Disputed ? Phrase.Of($"{pays}; you dispute it, so that the amount is pending until that is decided.")
                    : call.PendingUntil is { } until
                        ? Phrase.Of($"{pays}; the amount is pending until {Moment(until, facts.Zone)} and may change until then.")
                    : Phrase.Of($"{pays}.")
            );
        }

        return call.RevenueAdjusted ? new(PaymentCase.TakenBack, "You no longer pay for this call: the amount was taken off.")
            : call.Legs.Select(CallSentences.WhyNotConverted).LastOrDefault(s => s is not null) is { } why
                ? new(PaymentCase.NotCharged, $"You pay nothing for this call: {why}")
            : new(PaymentCase.NotCharged, "You pay nothing for this call.");
    }

    private static string Because(PaymentFacts facts) => facts.Because.Length == 0 ? "" : $" ({facts.Because.TrimEnd('.')})";

    private static string Moment(Instant at, TimeZoneInfo zone) =>
        $"{TimeZones.InZone(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {zone.Id}";

    private static string Amount(long millionths, CallSummary call) =>
        $"{(millionths / 1_000_000m).ToString("0.00##", CultureInfo.InvariantCulture)} {call.Currency}";

    private static T? Read<T>(string? word)
        where T : struct, Enum => Enum.TryParse(word, out T value) && Enum.IsDefined(value) ? value : null;
}
