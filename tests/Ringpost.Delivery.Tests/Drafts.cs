using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Delivery.Tests;

internal static class Drafts
{
    public static DeliveryDraft To(string url, string sourceId = "c1", SuccessRule rule = SuccessRule.Status) =>
        new("call", sourceId, "EV1", "payout", sourceId, "GET", url, new Dictionary<string, string>(), null, null, rule, new Instant(0));
}
