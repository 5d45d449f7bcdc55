using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

public enum RequestState
{
    Pending,
    Approved,
    Declined,
}

/// <summary>Who asks for an adjustment.</summary>
public enum RequestSource
{
    /// <summary>A person or program that may not change amounts, or does not want to.</summary>
    User,

    /// <summary>A conversion webhook that named another amount for a call that had converted.</summary>
    Webhook,

    /// <summary>A buyer that disputes a call: its own person or program, or the network's people in its name.</summary>
    Buyer,

    /// <summary>A dispute that came after the time for disputes: an administrator entered it.</summary>
    Chargeback,
}

/// <summary>Why a buyer disputes a call. Our own set: neither Ringba nor CAKE has one (peers.md 3 names products with disputes, not their reasons).</summary>
public enum DisputeCause
{
    /// <summary>The buyer had this caller already.</summary>
    Duplicate,

    /// <summary>The caller is none whom the buyer pays for.</summary>
    NotQualified,

    /// <summary>The caller wanted something else.</summary>
    WrongService,

    /// <summary>The caller is not from where the buyer works.</summary>
    OutsideArea,

    /// <summary>Nobody could be understood, or the line broke.</summary>
    Technical,

    /// <summary>The caller was paid to call, or a machine.</summary>
    Fraud,

    /// <summary>The buyer's customer got the money back.</summary>
    CustomerRefunded,
    Other,
}

/// <summary>Another revenue that somebody asks for; an administrator decides (ringba.md 10.6).</summary>
/// <param name="Mode">Relative or absolute.</param>
/// <param name="Note">What was said with the decision.</param>
public sealed record AdjustmentRequest(
    AdjustmentRequestId Id,
    CallId CallId,
    Instant At,
    RequestSource Source,
    string By,
    AdjustmentMode Mode,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    Currency Currency,
    string Reason,
    RequestState State = RequestState.Pending,
    Instant? DecidedAt = null,
    string? DecidedBy = null,
    string? Note = null,
    AdjustmentId? AdjustmentId = null
)
{
    /// <summary>Why a buyer disputes the call; null where it is no dispute.</summary>
    public DisputeCause? Cause { get; init; }

    /// <summary>Whose dispute it is.</summary>
    public BuyerId? BuyerId { get; init; }

    /// <summary>As the buyer's people see it: what they said and what came of it, not who decided.</summary>
    internal AdjustmentRequest For(Actor actor) => actor.IsPartner ? this with { DecidedBy = null, AdjustmentId = null } : this;
}
