using Ringpost.Primitives;

namespace Ringpost.Delivery.Outbox;

/// <summary>
/// A request to be sent, rendered in full except for authentication (architecture 4.5). It is stored in the transaction of the change that
/// caused it.
/// </summary>
/// <param name="Source">What kind of record caused it: <c>call</c> or <c>conversion</c>.</param>
/// <param name="SourceId">That record's id.</param>
/// <param name="RuleId">The pixel or postback setting it comes from.</param>
/// <param name="Event">The event's name, as <c>payout</c>.</param>
/// <param name="TransactionId">The id that both sides share, for search; empty where there is none.</param>
/// <param name="NotBefore">When the first attempt is due.</param>
public sealed record DeliveryDraft(
    string Source,
    string SourceId,
    string RuleId,
    string Event,
    string TransactionId,
    string Method,
    string Url,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    string? ContentType,
    SuccessRule SuccessRule,
    Instant NotBefore
)
{
    /// <summary>Stable over retries and replays: one effect per source record, rule and event (architecture 4.5).</summary>
    public string IdempotencyKey => $"{Source}:{SourceId}:{RuleId}:{Event}" + (Occasion.Length == 0 ? "" : $":{Occasion}");

    /// <summary>Where an event may happen to a record more than once: which time it is. Empty for all others.</summary>
    public string Occasion { get; init; } = "";

    /// <summary>How it is signed in and signed, and what its answer must say.</summary>
    public SendTerms Terms { get; init; } = SendTerms.None;
}

/// <summary>How the answer to a delivery is judged. Sent is not accepted (architecture 4.5).</summary>
public enum SuccessRule
{
    /// <summary>Any 2xx.</summary>
    Status,

    /// <summary>
    /// A CAKE envelope: code 0 and 4 (duplicate) are delivered, 6 is retried, any other code is rejected with the receiver's message.
    /// A 2xx without an envelope is delivered: a real CAKE's answer to a clickless postback is not known (cake.md 2.5).
    /// </summary>
    CakeEnvelope,
}
