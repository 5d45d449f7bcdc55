using System.Globalization;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>Reasons of closed sets as sentences for people.</summary>
public static class CallSentences
{
    private const long Minute = 60,
        Hour = 60 * Minute,
        Day = 24 * Hour;

    /// <summary>Why the call did not convert; with its legs the seconds are named. Null for one that did, or still runs.</summary>
    public static Phrase? NotConverted(CallSummary call) => Refusal(call) is { } refusal ? Sentence(refusal) : null;

    public static Phrase? NotConverted(CallLeg leg) => Refusal(leg) is { } refusal ? Sentence(refusal) : null;

    /// <summary>The reason alone, as it follows a colon.</summary>
    internal static Phrase? WhyNotConverted(CallSummary call) => Refusal(call)?.Why;

    internal static Phrase? WhyNotConverted(CallLeg leg) => Refusal(leg)?.Why;

    private static Phrase Sentence((bool? Yet, Phrase Why) refusal) =>
        refusal.Yet switch
        {
            true => Phrase.Of($"Not converted yet: {refusal.Why}"),
            false => Phrase.Of($"Not converted: {refusal.Why}"),
            null => refusal.Why,
        };

    /// <summary>Whether it may still convert; null for a word that no version of ours wrote.</summary>
    private static (bool? Yet, Phrase Why)? Refusal(CallSummary call) =>
        // A leg before the one that converted has a reason of its own, which is not the call's.
        call.Reasons.Conversion
            is not { } word
            ? null
        : (call as CallDetails)?.Legs.LastOrDefault(l => l.ConversionReason == word) is { } leg
            ? leg.Duplicate is { } duplicate ? (false, Words(duplicate, call.At, "the caller converted with this buyer"))
                : Refusal(leg)
        : Read<ConversionRefusal>(word, out var reason) ? Refusal(reason)
        : (null, Phrase.Of($"{word}"));

    private static (bool? Yet, Phrase Why)? Refusal(CallLeg leg) =>
        Read<ConversionRefusal>(leg.ConversionReason, out var reason)
            ? reason == ConversionRefusal.TooShort && leg.ConnectedSeconds is { } seconds
                ? (false, Phrase.Of($"connected for {seconds} s, and the route asks for {leg.Conversion.Seconds} s from {Start(leg)}."))
                : Refusal(reason)
            : leg.ConversionReason is { } word
                ? (null, Phrase.Of($"{word}"))
                : null;

    private static (bool? Yet, Phrase Why) Refusal(ConversionRefusal reason) =>
        (reason is ConversionRefusal.AwaitsPostback or ConversionRefusal.EndUnknown, NotConverted(reason));

    /// <summary>That the amounts may still change; null where they are final.</summary>
    public static Phrase? Pending(CallDetails call, TimeZoneInfo zone) =>
        call.Disputed ? "The buyer disputes this call: its amounts are pending until that is decided."
        : call.PendingUntil is { } until
            ? Phrase.Of(
                $"The amounts are pending until {TimeZones.InZone(until, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}: until then they may still change."
            )
        : null;

    public static Phrase? NotPaid(CallSummary call) =>
        call.Reasons.PayoutDuplicate is { } duplicate
            ? Phrase.Of($"Not paid: {Words(duplicate, call.At, "the caller was paid")}")
            : NotPaid(call.Reasons.Payout);

    /// <param name="word">A word of <c>PayoutRefusal</c>; null for a call that was paid.</param>
    public static Phrase? NotPaid(string? word) =>
        Read<PayoutRefusal>(word, out var reason) ? NotPaid(reason)
        : word is null ? null
        : Phrase.Of($"{word}");

    /// <summary>A span of time in its largest whole units: "30 days", "1 hour", "90 seconds".</summary>
    public static Phrase Span(long seconds) =>
        seconds >= Day && seconds % Day == 0 ? Days(seconds / Day)
        : seconds >= Hour && seconds % Hour == 0 ? Hours(seconds / Hour)
        : seconds >= Minute && seconds % Minute == 0 ? Minutes(seconds / Minute)
        : Seconds(seconds);

    private static Phrase Words(DuplicateOf duplicate, Instant at, Phrase what)
    {
        var apart = (at.UnixMilliseconds - duplicate.At.UnixMilliseconds) / 1000;
        var when = apart < 0 ? Phrase.Of($"for a call that came {About(-apart)} later") : Phrase.Of($"{About(apart)} ago");
        return duplicate.WindowSeconds < 0
            ? Phrase.Of($"{what} {when}, and a caller counts once.")
            : Phrase.Of($"{what} {when} and the window is {Span(duplicate.WindowSeconds)}.");
    }

    private static Phrase About(long seconds) =>
        seconds >= Day ? Days(seconds / Day)
        : seconds >= Hour ? Hours(seconds / Hour)
        : seconds >= Minute ? Minutes(seconds / Minute)
        : Seconds(seconds);

    private static Phrase Days(long number) => number == 1 ? "1 day" : Phrase.Of($"{number} days");

    private static Phrase Hours(long number) => number == 1 ? "1 hour" : Phrase.Of($"{number} hours");

    private static Phrase Minutes(long number) => number == 1 ? "1 minute" : Phrase.Of($"{number} minutes");

    private static Phrase Seconds(long number) => number == 1 ? "1 second" : Phrase.Of($"{number} seconds");

    public static Phrase? Blocked(CallSummary call) =>
        Read<BlockReason>(call.Reasons.Block, out var reason) ? Blocked(reason)
        : call.Reasons.Block is { } word ? Phrase.Of($"{word}")
        : null;

    public static Phrase? Incomplete(CallSummary call) =>
        Read<IncompleteReason>(call.Reasons.Incomplete, out var reason) ? Incomplete(reason)
        : call.Reasons.Incomplete is { } word ? Phrase.Of($"{word}")
        : null;

    /// <summary>What a test call is; null for a call that counts.</summary>
    public static Phrase? Test(CallSummary call) =>
        call.Counted || call.History
            ? null
            : "A test call: it is routed and explained like any other, but earns nothing and counts in no cap, duplicate or report.";

    /// <summary>What a call of another tracker is; null for our own.</summary>
    public static Phrase? History(CallSummary call) =>
        call.History ? "From another tracker's call log: it counts for duplicates and caps, and is in no report, bill or pixel." : null;

    public static Phrase Outcome(CallLeg leg) =>
        Read<LegOutcome>(leg.Outcome, out var outcome) ? Outcome(outcome)
        : leg.Outcome is { } word ? Phrase.Of($"{word}")
        : "In progress";

    /// <summary>A line of the plan's ineligible targets, as <c>Second[2,1] TagFail</c>, as a sentence.</summary>
    public static Phrase LeftOut(string line) =>
        ReadLeftOut(line) is { } left ? Phrase.Of($"{left.Name}: {LeftOut(left.Reason)}.") : Phrase.Of($"{line}");

    /// <summary>As a part of a sentence.</summary>
    internal static Phrase LeftOutWords(string line) =>
        ReadLeftOut(line) is { } left ? Phrase.Of($"{left.Name}: {LeftOut(left.Reason)}") : Phrase.Of($"{line.TrimEnd('.')}");

    private static (string Name, IneligibleReason Reason)? ReadLeftOut(string line)
    {
        var space = line.LastIndexOf(' ');
        if (space < 1 || !Read<IneligibleReason>(line[(space + 1)..], out var reason))
            return null;
        var place = line.LastIndexOf('[', space);
        return (line[..(place > 0 ? place : space)], reason);
    }

    private static Phrase LeftOut(IneligibleReason reason) =>
        reason switch
        {
            IneligibleReason.RouteDisabled => "the route is paused",
            IneligibleReason.TargetDisabled => "the target is paused",
            IneligibleReason.BuyerDisabled => "the buyer is paused",
            IneligibleReason.ConcurrencyFull => "it has as many calls as it takes at the same time",
            IneligibleReason.Closed => "it was outside its hours",
            IneligibleReason.TagFail => "the call does not pass its tag filters",
            IneligibleReason.Duplicate => "it takes this caller only once or not again so soon",
            IneligibleReason.NoMember => "none of the targets that ring together could take the call",
            IneligibleReason.Rerouted => "it takes no call that was connected so often before",
            IneligibleReason.NotTheOriginal => "duplicates go only to the target of the earlier call",
            IneligibleReason.TheOriginal => "duplicates go to another target than the earlier call",
            IneligibleReason.HourlyCap => "it has had its calls of this hour",
            IneligibleReason.DailyCap => "it has had its calls of this day",
            IneligibleReason.MonthlyCap => "it has had its calls of this month",
            IneligibleReason.AllTimeCap => "it has had all its calls",
            IneligibleReason.HourlySumCap => "its money of this hour is used up",
            IneligibleReason.DailySumCap => "its money of this day is used up",
            IneligibleReason.MonthlySumCap => "its money of this month is used up",
            IneligibleReason.AllTimeSumCap => "all its money is used up",
            IneligibleReason.BuyerConcurrencyFull => "its buyer has as many calls as it takes at the same time",
            IneligibleReason.BuyerHourlyCap => "its buyer has had its calls of this hour",
            IneligibleReason.BuyerDailyCap => "its buyer has had its calls of this day",
            IneligibleReason.BuyerMonthlyCap => "its buyer has had its calls of this month",
            IneligibleReason.BuyerAllTimeCap => "its buyer has had all its calls",
            IneligibleReason.BuyerHourlySumCap => "its buyer's money of this hour is used up",
            IneligibleReason.BuyerDailySumCap => "its buyer's money of this day is used up",
            IneligibleReason.BuyerMonthlySumCap => "its buyer's money of this month is used up",
            IneligibleReason.BuyerAllTimeSumCap => "all its buyer's money is used up",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    private static Phrase Start(CallLeg leg) =>
        leg.Conversion.TimerStart switch
        {
            Configuration.TimerStart.Incoming => "the call's arrival",
            Configuration.TimerStart.Dialed => "the dial",
            Configuration.TimerStart.Connected => "the answer",
            _ => throw new ArgumentOutOfRangeException(nameof(leg)),
        };

    private static Phrase NotConverted(ConversionRefusal reason) =>
        reason switch
        {
            ConversionRefusal.NotDialed => "no target was dialed.",
            ConversionRefusal.NotRung => "no target that was dialed rang.",
            ConversionRefusal.NotConnected => "no target answered.",
            ConversionRefusal.TooShort => "the call was shorter than the route asks.",
            ConversionRefusal.RangTogether => "it rang together with another target, which counts for the route.",
            ConversionRefusal.AwaitsPostback => "this route converts when the buyer's webhook says so.",
            ConversionRefusal.Duplicate => "the caller converted with this buyer before, within the route's window.",
            ConversionRefusal.TestCall => "a test call earns nothing.",
            ConversionRefusal.EndUnknown => "nobody has stated how long the call was.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    private static Phrase NotPaid(PayoutRefusal reason) =>
        reason switch
        {
            PayoutRefusal.NoRule => "Not paid: the campaign has no payout for this publisher.",
            PayoutRefusal.NotConnected => "Not paid: no target answered.",
            PayoutRefusal.NotConverted => "Not paid: the call did not convert.",
            PayoutRefusal.TooShort => "Not paid: the call was shorter than the payout asks.",
            PayoutRefusal.Duplicate => "Not paid: the caller was paid before, within the payout's window.",
            PayoutRefusal.Closed => "Not paid: the call came outside the payout's hours.",
            PayoutRefusal.FilterNotMet => "Not paid: the call does not pass the payout's tag filters.",
            PayoutRefusal.NoRevenue => "Not paid: the payout is a share of the revenue, and the call earned nothing.",
            PayoutRefusal.TestCall => "Not paid: a test call earns nothing.",
            PayoutRefusal.Capped => "Not paid: a payout cap of the publisher was full when the call arrived.",
            PayoutRefusal.EndUnknown => "Not paid yet: nobody has stated how long the call was.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    private static Phrase Blocked(BlockReason reason) =>
        reason switch
        {
            BlockReason.NumberPaused => "Blocked: the number is paused.",
            BlockReason.CampaignPaused => "Blocked: the campaign is paused.",
            BlockReason.PublisherPaused => "Blocked: the publisher is paused.",
            BlockReason.NumberBlocked => "Blocked: the caller's number is on the list of blocked numbers.",
            BlockReason.PrefixBlocked => "Blocked: numbers that begin as the caller's are on the list of blocked numbers.",
            BlockReason.AnonymousBlocked =>
                "Blocked: the caller withheld the number, and anonymous callers are on the list of blocked numbers.",
            BlockReason.RepeatedTooSoon => "Blocked: the caller called this campaign a few seconds before.",
            BlockReason.AttestationTooWeak => "Blocked: the carrier's attestation of the caller (STIR/SHAKEN) is weaker than is asked for.",
            BlockReason.NotAttested => "Blocked: the carrier stated no attestation of the caller (STIR/SHAKEN), which is asked for.",
            BlockReason.CheckRefused => "Blocked: the check before routing said so; see the events.",
            BlockReason.CheckUnanswered => "Blocked: the check before routing gave no usable answer; see the events.",
            BlockReason.PublisherCapped => "Blocked: a payout cap of the publisher is full.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    private static Phrase Incomplete(IncompleteReason reason) =>
        reason switch
        {
            IncompleteReason.Missed =>
                "Missed: the call came while nobody here could answer the carrier; it was brought in from the carrier's record.",
            IncompleteReason.NoTarget => "Ended before a dial: no target could take the call.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    private static Phrase Outcome(LegOutcome outcome) =>
        outcome switch
        {
            LegOutcome.Answered => "Answered",
            LegOutcome.NotBridged => "Answered, never joined with the caller",
            LegOutcome.Busy => "Busy",
            LegOutcome.NoAnswer => "No answer",
            LegOutcome.Failed => "Failed",
            LegOutcome.Canceled => "Canceled",
            LegOutcome.AnsweredElsewhere => "Another one answered first",
            LegOutcome.CallerHungUpWhileRinging => "Caller hung up while it rang",
            LegOutcome.EndUnknown => "End not stated",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };

    private static bool Read<T>(string? word, out T value)
        where T : struct, Enum => Enum.TryParse(word, out value) && Enum.IsDefined(value);
}
