namespace Ringpost.CallTracking.Calls;

/// <summary>Why a call was turned away before routing (ringba.md 6.3).</summary>
public enum BlockReason
{
    NumberPaused,
    CampaignPaused,
    PublisherPaused,

    /// <summary>The caller's number is on the list of blocked numbers.</summary>
    NumberBlocked,

    /// <summary>A beginning of the caller's number is on it.</summary>
    PrefixBlocked,

    /// <summary>Anonymous callers are on it, and the caller withheld the number.</summary>
    AnonymousBlocked,

    /// <summary>The caller called the campaign within the seconds of its repeat filter.</summary>
    RepeatedTooSoon,

    /// <summary>The carrier vouches for less than is asked for (STIR/SHAKEN), or what was vouched for did not hold.</summary>
    AttestationTooWeak,

    /// <summary>The carrier states no attestation, and calls without one are not let in.</summary>
    NotAttested,

    /// <summary>The check before routing said so.</summary>
    CheckRefused,

    /// <summary>The check before routing gave no usable answer, and the campaign lets no call in without one.</summary>
    CheckUnanswered,

    /// <summary>The publisher's payout cap is full, and it blocks calls then.</summary>
    PublisherCapped,
}

/// <summary>Why a call ended without a dial attempt.</summary>
public enum IncompleteReason
{
    NoTarget,

    /// <summary>It came in an outage and reached nobody; the carrier's record told of it afterwards.</summary>
    Missed,
}

/// <summary>Who ended the call (ringba.md 2.2).</summary>
public enum EndedBy
{
    Caller,
    Target,
    System,
}

/// <summary>Why a target was left out of the plan (ringba.md 8.3).</summary>
public enum IneligibleReason
{
    RouteDisabled,
    TargetDisabled,
    BuyerDisabled,
    ConcurrencyFull,

    /// <summary>Outside its opening hours.</summary>
    Closed,

    /// <summary>The call does not pass its tag filters.</summary>
    TagFail,

    /// <summary>The caller was connected, or converted, before: *Restrict Duplicates* of target or buyer.</summary>
    Duplicate,

    /// <summary>None of the targets that ring together could take the call.</summary>
    NoMember,

    /// <summary>The call was connected more often than target or buyer take (*Reroute attempts*).</summary>
    Rerouted,

    /// <summary>Duplicates of the campaign go only to the target that took the caller's earlier call.</summary>
    NotTheOriginal,

    /// <summary>Duplicates of the campaign go to another target than the one that took the caller's earlier call.</summary>
    TheOriginal,

    // Caps: of the target, then of its buyer; on calls, then on money (Sum).
    HourlyCap,
    DailyCap,
    MonthlyCap,
    AllTimeCap,
    HourlySumCap,
    DailySumCap,
    MonthlySumCap,
    AllTimeSumCap,
    BuyerConcurrencyFull,
    BuyerHourlyCap,
    BuyerDailyCap,
    BuyerMonthlyCap,
    BuyerAllTimeCap,
    BuyerHourlySumCap,
    BuyerDailySumCap,
    BuyerMonthlySumCap,
    BuyerAllTimeSumCap,
}

/// <summary>How a leg ended, in the carrier's words.</summary>
public enum LegEnd
{
    /// <summary>It was answered and talked on.</summary>
    Completed,

    /// <summary>It was answered but never joined with the caller: no connected call (telephony.md C3).</summary>
    NotBridged,

    Busy,
    NoAnswer,
    Failed,
    Canceled,
}

/// <summary>What became of a leg.</summary>
public enum LegOutcome
{
    Answered,
    NotBridged,
    Busy,
    NoAnswer,
    Failed,
    Canceled,
    CallerHungUpWhileRinging,

    /// <summary>Another target that rang at the same time answered first.</summary>
    AnsweredElsewhere,

    /// <summary>Nobody stated how it ended.</summary>
    EndUnknown,
}

/// <summary>Why a leg or a call did not convert.</summary>
public enum ConversionRefusal
{
    NotDialed,

    /// <summary>The leg was dialled but never rang.</summary>
    NotRung,

    NotConnected,
    TooShort,

    /// <summary>It rang together with another target, which stands for the route.</summary>
    RangTogether,

    /// <summary>The route converts by a buyer's webhook only.</summary>
    AwaitsPostback,

    /// <summary>The caller converted with the buyer before, within the route's window.</summary>
    Duplicate,

    /// <summary>The seconds that decide were not stated yet (architecture 4.9).</summary>
    EndUnknown,

    /// <summary>A test call earns nothing; its event says what it would have.</summary>
    TestCall,
}

/// <summary>Why no payout rule paid (ringba.md 7).</summary>
public enum PayoutRefusal
{
    NoRule,
    NotConnected,
    NotConverted,
    TooShort,

    /// <summary>The caller was paid for before, within the rule's window.</summary>
    Duplicate,

    /// <summary>The call came outside the rule's hours.</summary>
    Closed,

    /// <summary>The call does not pass the rule's tag filters.</summary>
    FilterNotMet,

    /// <summary>The rule pays a share, and the call earned nothing.</summary>
    NoRevenue,

    /// <summary>A rule was met, but a cap of the publisher was full when the call arrived.</summary>
    Capped,

    /// <inheritdoc cref="ConversionRefusal.EndUnknown"/>
    EndUnknown,

    /// <inheritdoc cref="ConversionRefusal.TestCall"/>
    TestCall,
}
