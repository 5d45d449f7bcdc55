using Ringpost.Primitives;

namespace Ringpost.Delivery.Alerts;

/// <summary>What people are told of.</summary>
public enum AlertKind
{
    /// <summary>A host has not taken a request for a while.</summary>
    ReceiverFails,

    /// <summary>What one pixel or postback sends is refused again and again.</summary>
    ReceiverRejects,

    /// <summary>A cap on clicks or conversions was met.</summary>
    ConversionCapMet,

    /// <summary>A cap of a target, buyer or publisher was met.</summary>
    CallCapMet,

    /// <summary>Nobody picks up at a target.</summary>
    NoAnswer,

    /// <summary>A target is engaged call after call.</summary>
    Busy,

    /// <summary>Calls to a target fail: the carrier can't reach it.</summary>
    TargetFails,

    /// <summary>Somebody called a number that belongs to no campaign.</summary>
    UnassignedNumber,

    /// <summary>Calls of a campaign found no target that could take them.</summary>
    NoEligibleTarget,

    /// <summary>Far fewer calls came than are usual at that hour.</summary>
    CallsDropped,

    /// <summary>The double-entry check found what does not add up.</summary>
    BooksDiffer,
}

/// <summary>What people must know. Nothing is switched off by it.</summary>
/// <param name="Subject">What it concerns: a kind and an id, as <c>host:api.example.com</c>, <c>cap:12</c>.</param>
/// <param name="Note">What happened, as a sentence.</param>
/// <param name="Ended">Whether what was told of before is over.</param>
/// <param name="Seen">Whether somebody dismissed it.</param>
public sealed record Alert(long Id, Instant At, AlertKind Kind, string Subject, Phrase Note, bool Ended, bool Seen)
{
    /// <summary>What became of its e-mails; for who may see where alerts go.</summary>
    public IReadOnlyList<AlertMail> Mails { get; init; } = [];
}

/// <summary>An e-mail of an alert: sent, waiting for its next attempt, or given up after the last.</summary>
public sealed record AlertMail(string Recipient, long Attempts, Instant? NextAttemptAt, Instant? SentAt, string? Error);

/// <inheritdoc cref="Alert"/>
public sealed record AlertDraft(AlertKind Kind, string Subject, Phrase Note, bool Ended = false);
