using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>Whether the affiliate was told of a conversion, and what was sent for it to anybody (cake.md 7.1, "Affiliate Pixel Fired").</summary>
/// <param name="Reason">A word of the closed set where it was not told; null where it was, and <c>noPixel</c> where there is nobody to tell.</param>
/// <param name="Because">The reason as a sentence.</param>
/// <param name="Deliveries">Of all levels, oldest first, the affiliate's before the others; those of offer and instance are the network's own.</param>
public sealed record AffiliateTold(bool Told, string? Reason, Phrase? Because, IReadOnlyList<DeliveryDetails> Deliveries)
{
    internal static AffiliateTold Of(bool fired, string? notTold, IReadOnlyList<DeliveryDetails> found)
    {
        // Of one moment, the affiliate's own level first.
        var deliveries = found
            .OrderBy(d => d.CreatedAt.UnixMilliseconds)
            .ThenBy(d => PixelPlace.TryParse(d.RuleId, out var place) ? place.Level : PixelLevel.System)
            .ToList();
        if (fired)
            return new AffiliateTold(true, null, null, deliveries);
        var reason = FireReasons.FromStored(notTold);
        return new AffiliateTold(false, reason.Word() ?? "noPixel", $"Not told, because {reason.Because()}.", deliveries);
    }
}
