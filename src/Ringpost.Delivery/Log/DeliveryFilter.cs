using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Log;

/// <summary>Which deliveries a list shows; null is any.</summary>
public sealed record DeliveryFilter(
    TimeRange Range,
    string? CallId = null,
    string? PixelId = null,
    DeliveryState? State = null,
    string? Source = null,
    string? TransactionId = null,
    string? Host = null
)
{
    /// <summary>Only these.</summary>
    internal IReadOnlyList<string>? Ids { get; init; }
}
