using Ringpost.Primitives;

namespace Ringpost.Delivery.Log;

/// <summary>What of a delivery an actor sees: without the right to full numbers, numbers and secrets are hidden wherever they stand.</summary>
internal static class VisibleTo
{
    public static DeliveryDetails For(this DeliveryDetails delivery, Actor actor) =>
        actor.May(Permission.SeeFullNumbers)
            ? delivery
            : delivery with
            {
                Url = MaskNumbers.In(delivery.Url),
                Note = MaskNumbers.In(delivery.Note),
                Body = delivery.Body is null ? null : MaskNumbers.In(delivery.Body),
                // A header is where credentials are: none of its values is shown.
                Headers = delivery.Headers.ToDictionary(h => h.Key, _ => "•••"),
                Attempts = [.. delivery.Attempts.Select(a => a with { Answer = MaskNumbers.In(a.Answer) })],
            };
}
