using System.Text.Json.Serialization;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Log;

/// <summary>A delivery as lists show it (api-v1.md).</summary>
public record DeliverySummary
{
    public required DeliveryId Id { get; init; }

    /// <summary>What caused it: <c>call</c> or <c>conversion</c>.</summary>
    public required string Source { get; init; }

    public required string SourceId { get; init; }

    /// <summary>The call that caused it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId => Source == "call" ? SourceId : null;

    /// <summary>The pixel, where a call caused it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PixelId => Source == "call" ? RuleId : null;

    /// <summary>The pixel or postback setting it comes from.</summary>
    public required string RuleId { get; init; }

    public required string Event { get; init; }

    public required string TransactionId { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    public required DeliveryState State { get; init; }

    /// <summary>Why it stands so, as a sentence: the receiver's message, the error, why it was skipped. May be empty.</summary>
    public required Phrase Note { get; init; }

    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Instant? NextAttemptAt { get; init; }

    public required Instant CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Instant? FinishedAt { get; init; }

    /// <summary>The delivery that this one repeats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeliveryId? ReplayOf { get; init; }
}

/// <summary>A delivery with all that is sent.</summary>
public sealed record DeliveryDetails : DeliverySummary
{
    public required string IdempotencyKey { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Body { get; init; }

    public string? ContentType { get; init; }

    public required SuccessRule SuccessRule { get; init; }

    /// <summary>The credentials by their ids, never their values, and what the answer must say.</summary>
    public required SendTerms Terms { get; init; }
}

/// <summary>One sending and what came of it.</summary>
/// <param name="Status">The HTTP status; absent where there was no answer.</param>
/// <param name="Error">Why there was no answer: a word of <see cref="GuardedHttp.SendError"/> in camelCase.</param>
/// <param name="Answer">The answer's first 2 KB.</param>
/// <param name="NextAttemptAt">When it was to be tried again after this.</param>
/// <param name="Address">The IP address that it was sent to, after the last redirect; absent where none was reached.</param>
public sealed record DeliveryAttempt(
    int Number,
    Instant At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GuardedHttp.SendError? Error,
    long DurationMs,
    string Answer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? NextAttemptAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Address = null
);
