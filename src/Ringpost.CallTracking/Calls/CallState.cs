namespace Ringpost.CallTracking.Calls;

/// <summary>Where a call stands. The end of a call is two facts that come in either order: its last leg ended, the caller's own leg ended.</summary>
public enum CallState
{
    /// <summary>A target is being dialled.</summary>
    Dialing,

    /// <summary>A target answered.</summary>
    Connected,

    /// <summary>No leg is open; the end of the caller's leg is not stated yet.</summary>
    LegsOver,

    /// <summary>The caller's leg ended; the end of the last leg is not stated yet.</summary>
    CallerGone,

    /// <summary>Both ends are stated; a rule still waits for a report on a leg.</summary>
    Settling,

    /// <summary>Ended and settled.</summary>
    Ended,

    /// <summary>Ended, but what a rule needs to know was not stated; the carrier's later word settles it (architecture 4.9).</summary>
    EndUnknown,

    /// <summary>Turned away before routing.</summary>
    Blocked,
}

/// <summary>What can happen to a call after it arrived.</summary>
public enum CallFact
{
    /// <summary>The carrier reported something about a leg.</summary>
    LegReported,

    /// <summary>A target answered.</summary>
    LegAnswered,

    /// <summary>A leg ended without a connection and the next target is dialled.</summary>
    NextDialed,

    /// <summary>The last leg ended: the bridged one, or no further target is left.</summary>
    LegsOver,

    /// <summary>The carrier stated the end of the caller's leg.</summary>
    InboundEnded,

    /// <summary>Conversion and payout are decided.</summary>
    Settled,

    /// <summary>Time is up and something that a rule needs was not stated.</summary>
    GivenUp,

    /// <summary>A recording is available.</summary>
    Recorded,
}

/// <summary>What became of a carrier's report. All but <see cref="Taken"/> had no effect; they are normal (architecture 4.8).</summary>
public enum FactOutcome
{
    Taken,

    /// <summary>Known already.</summary>
    Repeated,

    /// <summary>A later report overtook it.</summary>
    Late,

    /// <summary>Nothing more is dialled for a caller who hung up.</summary>
    CallerIsGone,

    /// <summary>The call is settled.</summary>
    CallIsOver,

    CallIsBlocked,

    /// <summary>Of an erased caller no recording is kept.</summary>
    CallerIsErased,
    UnknownCall,
    UnknownLeg,
}
