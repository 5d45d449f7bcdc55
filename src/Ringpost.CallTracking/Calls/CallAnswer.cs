using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Recordings;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a carrier is told to do with a call.</summary>
public abstract record CallAnswer
{
    private CallAnswer() { }

    /// <summary>Dial this target. <paramref name="Leg"/> is the leg's number in the call, from 1, to be named in its reports.</summary>
    /// <param name="CallerId">What the target sees where the caller's own id is withheld: the tracking number. Null: the caller's own.</param>
    public sealed record Dial(CallId Call, int Leg, Destination Destination, int RingSeconds, bool Record, string? CallerId = null)
        : CallAnswer
    {
        /// <summary>Those that ring at the same time; the first answer gets the call.</summary>
        public IReadOnlyList<RingingLeg> Also { get; init; } = [];

        /// <summary>What the caller hears first, being recorded; null: nothing.</summary>
        public RecordingNotice? Notice { get; init; }
    }

    /// <summary>Turn the call away unanswered.</summary>
    public sealed record Reject(CallRejection Reason) : CallAnswer;

    /// <summary>Answer, say the text, and end the call.</summary>
    public sealed record Say(string Text) : CallAnswer;

    /// <summary>End the call.</summary>
    public sealed record HangUp : CallAnswer;
}

/// <summary>Another leg of the same dial.</summary>
public sealed record RingingLeg(int Leg, Destination Destination);

public enum CallRejection
{
    /// <summary>The dialled number belongs to nobody here.</summary>
    UnknownNumber,

    /// <summary>It was turned away before routing, for a <see cref="BlockReason"/>.</summary>
    Blocked,

    /// <summary>No target can take the call.</summary>
    NoTarget,
}
