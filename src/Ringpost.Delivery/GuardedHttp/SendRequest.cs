using System.Net;

namespace Ringpost.Delivery.GuardedHttp;

/// <summary>A request to a URL that somebody typed.</summary>
internal sealed record SendRequest(
    string Method,
    string Url,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    string? ContentType,
    string IdempotencyKey
);

/// <summary>What came of it: a status with the answer's text, or an error.</summary>
/// <param name="Text">The answer, at most 64 KB of it, fit to be stored.</param>
/// <param name="RetryAfter">The receiver's <c>Retry-After</c>, from now.</param>
internal sealed record SendOutcome(int? Status, SendError? Error, string Text, TimeSpan? RetryAfter, TimeSpan Duration)
{
    /// <summary>The address that was written to last, or tried last; null where none was.</summary>
    public IPAddress? Address { get; init; }
}
