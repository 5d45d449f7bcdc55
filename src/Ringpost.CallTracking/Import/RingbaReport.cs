using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>What an import from Ringba meets. All before <see cref="Webhook"/> have a counterpart here.</summary>
public enum RingbaKind
{
    Publisher,
    Buyer,
    Target,

    /// <summary>Targets that ring together; a target here.</summary>
    TargetGroup,
    Pixel,
    UrlParameter,
    Campaign,
    Route,
    Payout,
    Number,
    BlockedNumber,

    /// <summary>A line of the call log.</summary>
    Call,
    Webhook,
    RingTree,
    NumberPool,
    CallFlow,

    /// <summary>The account itself, or what the import could not ask for.</summary>
    Account,
}

/// <summary>What becomes of something that an import met; on a dry run, what would.</summary>
public enum RingbaOutcome
{
    Add,
    Update,

    /// <summary>It is here with another value and stays as it is.</summary>
    Different,

    /// <summary>It is not taken.</summary>
    LeaveOut,

    /// <summary>It is taken, but not all of it, or not as it was.</summary>
    Note,
}

/// <summary>Why something is not taken as it is at Ringba. A closed set.</summary>
public enum RingbaReason
{
    /// <summary>Nothing here stands for it.</summary>
    NotBuilt,

    /// <summary>This product refuses the value.</summary>
    NotValid,

    /// <summary>Ringba does not document what it means.</summary>
    NotKnown,

    /// <summary>It is not in the documented form.</summary>
    NotReadable,

    /// <summary>Ringba did not answer, or the token may not ask for it.</summary>
    NotAnswered,

    /// <summary>It has no id, so that a second run could not know it again.</summary>
    IdMissing,

    /// <summary>It names something that is not here and that this import does not bring.</summary>
    ReferenceMissing,

    /// <summary>What must be unique belongs to something else here.</summary>
    TakenHere,

    /// <summary>It was brought before and archived since.</summary>
    ArchivedHere,

    /// <summary>It stands there twice.</summary>
    Repeated,

    /// <summary>It belongs to no campaign.</summary>
    Unassigned,

    /// <summary>The number rests before another publisher gets it.</summary>
    Resting,

    /// <summary>It was only for a time that is over.</summary>
    Expired,

    /// <summary>The call has not ended.</summary>
    StillLive,

    /// <summary>Recording is not turned on by an import: callers must be told first.</summary>
    RecordingOff,

    /// <summary>What limits it could not be taken, so that it is taken paused.</summary>
    TakenPaused,

    /// <summary>Fields that this import does not read.</summary>
    NotRead,
}

/// <summary>One thing and what becomes of it.</summary>
/// <param name="Id">Ringba's; empty where it has none.</param>
/// <param name="Reason">Null where it is taken as it is.</param>
public sealed record RingbaItem(RingbaKind Kind, string Id, string? Name, RingbaOutcome Outcome, RingbaReason? Reason, Phrase? Message);

/// <summary>All of one kind.</summary>
/// <param name="Same">Here already, as it is at Ringba.</param>
/// <param name="Different">Here with another value; left alone, or overwritten on request (<paramref name="Updated"/>).</param>
public sealed record RingbaCount(RingbaKind Kind, long Read, long Added, long Same, long Different, long Updated, long LeftOut);

/// <summary>What an import from Ringba did or, on a dry run, would do.</summary>
/// <param name="Items">Everything that is not simply the same; calls only where they are not taken, and then at most a thousand for each reason.</param>
public sealed record RingbaReport(bool DryRun, IReadOnlyList<RingbaCount> Counts, IReadOnlyList<RingbaItem> Items)
{
    public long Added => Counts.Sum(c => c.Added);

    public long LeftOut => Counts.Sum(c => c.LeftOut);
}
