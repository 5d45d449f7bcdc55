using System.Text.Json;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Outbox;

namespace Ringpost.Delivery.Sending;

/// <summary>A delivery that this node may try now. <see cref="Number"/> counts attempts from 1 and fences off whoever claimed it before.</summary>
internal sealed record ClaimedDelivery(
    DeliveryId Id,
    string RuleId,
    string Event,
    string IdempotencyKey,
    string Method,
    string Url,
    string Host,
    string Headers,
    string? Body,
    string? ContentType,
    string SuccessRule,
    string? Terms,
    long Number
)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public SuccessRule Rule => Enum.Parse<SuccessRule>(SuccessRule);

    public SendTerms SendTerms => SendTerms.FromJson(Terms);

    public SendRequest ToRequest() => new(Method, Url, ReadHeaders(Headers), Body, ContentType, IdempotencyKey);

    internal static IReadOnlyDictionary<string, string> ReadHeaders(string json) =>
        json == "{}" ? None : JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? None;
}
