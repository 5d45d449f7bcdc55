using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>A report on a leg's progress, in the carrier's words. Null is not stated.</summary>
/// <param name="Stamp">The carrier's clock.</param>
public sealed record LegProgress(
    LegProgressStep Step,
    int? Sequence,
    Instant? Stamp,
    LegEnd? End = null,
    long? Seconds = null,
    string? CarrierLegId = null
);

public enum LegProgressStep
{
    Initiated,
    Ringing,
    Answered,
    Ended,
}

/// <summary>What the dial as a whole came to: the carrier's word on the leg's end, its seconds, and whether the caller is still there.</summary>
/// <param name="AnsweredBy">The carrier's id of the leg that was joined; matters where several rang together.</param>
public sealed record DialResult(LegEnd End, long? Seconds, bool CallerPresent, string? AnsweredBy = null);

/// <summary>
/// All that the carrier said of a leg. Reports join in any order and any number of times to the same evidence; what the leg is, is read
/// from it (architecture 4.8: late, repeated and out-of-order webhooks are normal input).
/// </summary>
internal sealed record LegEvidence
{
    public bool RingingSeen { get; init; }

    public bool AnsweredSeen { get; init; }

    public Instant? Initiated { get; init; }

    public Instant? Answered { get; init; }

    public Instant? Ended { get; init; }

    /// <summary>Bit n stands for the report with sequence number n.</summary>
    public long SequencesSeen { get; init; }

    public long? LastSequence { get; init; }

    public LegEnd? ProgressEnd { get; init; }

    public long? ProgressSeconds { get; init; }

    public DialResult? Dial { get; init; }

    /// <summary>It rang at the same time as others.</summary>
    public bool Together { get; init; }

    /// <summary>Another leg that rang at the same time got the call.</summary>
    public bool Lost { get; init; }

    /// <summary>
    /// The dial's result outranks the leg's own last report: only it knows whether the parties were joined. Of legs that rang together each
    /// knows best how it came to nothing.
    /// </summary>
    public LegEnd? End => Together && ProgressEnd is not (null or LegEnd.Completed) ? ProgressEnd : Dial?.End ?? ProgressEnd;

    public bool Connected => !Lost && (End is { } end ? end == LegEnd.Completed : AnsweredSeen);

    /// <summary>Unknown while nobody said how the leg ended nor that it was answered.</summary>
    public Verdict Connection =>
        Connected ? Verdict.Met
        : End is null && !Lost ? Verdict.Unknown
        : Verdict.NotMet;

    /// <summary>Null where the leg connected and nobody stated for how long.</summary>
    public long? ConnectedSeconds => Connected ? (Dial is null ? ProgressSeconds : Dial.Seconds ?? ProgressSeconds) : 0;

    /// <summary>From dial to end, both by the carrier's clock.</summary>
    public long? DialedSeconds =>
        !Connected ? Span(Initiated, Ended)
        : Span(Initiated, Answered) is { } ringing && ConnectedSeconds is { } talk ? ringing + talk
        : null;

    /// <summary>Whether the target's phone rang. Unknown while a report that would say so may still come.</summary>
    public Verdict Rang(bool final) =>
        RingingSeen || AnsweredSeen || Connected || (End == LegEnd.NoAnswer && Dial is not { CallerPresent: false }) ? Verdict.Met
        : final || IsProgressWhole ? Verdict.NotMet
        : Verdict.Unknown;

    private bool IsProgressWhole =>
        ProgressEnd is not null && (LastSequence is not { } last || (SequencesSeen & ((2L << (int)last) - 1)) == (2L << (int)last) - 1);

    /// <param name="callerGone">The caller's leg is known to have ended.</param>
    public LegOutcome? Outcome(bool callerGone) =>
        End switch
        {
            LegEnd.Busy => LegOutcome.Busy,
            LegEnd.Failed => LegOutcome.Failed,
            _ when Lost => LegOutcome.AnsweredElsewhere,
            null => null,
            LegEnd.Completed => LegOutcome.Answered,
            LegEnd.NotBridged => LegOutcome.NotBridged,
            LegEnd.NoAnswer or LegEnd.Canceled when (Dial is null ? callerGone : !Dial.CallerPresent) =>
                LegOutcome.CallerHungUpWhileRinging,
            LegEnd.NoAnswer => LegOutcome.NoAnswer,
            LegEnd.Canceled => LegOutcome.Canceled,
            _ => throw new InvalidOperationException($"{End} has no outcome."),
        };

    public LegEvidence With(LegProgress report) =>
        this with
        {
            RingingSeen = RingingSeen || report.Step == LegProgressStep.Ringing,
            AnsweredSeen = AnsweredSeen || report.Step == LegProgressStep.Answered,
            Initiated = Initiated ?? (report.Step == LegProgressStep.Initiated ? report.Stamp : null),
            Answered = Answered ?? (report.Step == LegProgressStep.Answered ? report.Stamp : null),
            Ended = Ended ?? (report.Step == LegProgressStep.Ended ? report.Stamp : null),
            SequencesSeen = report.Sequence is >= 0 and < 62 ? SequencesSeen | (1L << report.Sequence.Value) : SequencesSeen,
            LastSequence = LastSequence ?? (report is { Step: LegProgressStep.Ended, Sequence: >= 0 and < 62 } ? report.Sequence : null),
            ProgressEnd = ProgressEnd ?? (report.Step == LegProgressStep.Ended ? report.End : null),
            ProgressSeconds = ProgressSeconds ?? (report.Step == LegProgressStep.Ended ? report.Seconds : null),
        };

    public LegEvidence With(DialResult result) => this with { Dial = Dial ?? result };

    private static long? Span(Instant? from, Instant? to) =>
        from is { } start && to is { } end && end >= start ? (end.UnixMilliseconds - start.UnixMilliseconds) / 1000 : null;
}
