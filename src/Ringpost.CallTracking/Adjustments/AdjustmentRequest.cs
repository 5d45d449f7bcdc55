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
    RequestState State,
    Instant? DecidedAt,
    string? DecidedBy,
    string? Note,
    AdjustmentId? AdjustmentId
);
