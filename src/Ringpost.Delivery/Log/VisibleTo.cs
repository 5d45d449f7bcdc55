using Ringpost.Primitives;

namespace Ringpost.Delivery.Log;

/// <summary>
/// What of a delivery an actor sees: without the right to full numbers, numbers and secrets are hidden wherever they stand; without the right to
/// see revenue and buyers, every value that was sent and every answer to it, for any of them may be one.
/// </summary>
internal static class VisibleTo
{
    public static DeliveryDetails For(this DeliveryDetails delivery, Actor actor)
    {
        if (!actor.May(Permission.SeeRevenue))
            return delivery with
            {
                Url = MaskValues.In(delivery.Url),
                Note = delivery.Note.IsEmpty ? "" : MaskValues.HiddenNote,
                Body = delivery.Body is null ? null : MaskValues.Hidden,
                Headers = Hidden(delivery),
                Attempts = [.. delivery.Attempts.Select(a => a with { Answer = a.Answer.Length == 0 ? "" : MaskValues.Hidden })],
            };
        if (actor.May(Permission.SeeFullNumbers))
            return delivery;
        return delivery with
        {
            Url = MaskNumbers.In(delivery.Url),
            Note = Phrase.OfKept(MaskNumbers.In(delivery.Note.Kept)),
            Body = delivery.Body is null ? null : MaskNumbers.In(delivery.Body),
            Headers = Hidden(delivery),
            Attempts = [.. delivery.Attempts.Select(a => a with { Answer = MaskNumbers.In(a.Answer) })],
        };
    }

    /// <summary>A header is where credentials are: none of its values is shown.</summary>
    private static Dictionary<string, string> Hidden(DeliveryDetails delivery) =>
        delivery.Headers.ToDictionary(h => h.Key, _ => MaskValues.Hidden);
}
