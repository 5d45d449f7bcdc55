using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Sending;

/// <summary>What an attempt adds to the log, and what it makes of its delivery. Times are unix milliseconds.</summary>
internal sealed record AttemptResult(
    DeliveryId Id,
    long Number,
    long At,
    int? Status,
    string? Error,
    long DurationMs,
    string Answer,
    DeliveryState State,
    Phrase Note,
    long? NextAttemptAt,
    long? FinishedAt,
    string? Address = null
);
