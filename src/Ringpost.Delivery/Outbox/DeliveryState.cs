namespace Ringpost.Delivery.Outbox;

/// <summary>Where a delivery stands (api-v1.md).</summary>
public enum DeliveryState
{
    /// <summary>Waits for its first or next attempt.</summary>
    Pending,

    /// <summary>The receiver accepted it.</summary>
    Delivered,

    /// <summary>The receiver understood and refused; a repeat would not change that. Can be replayed.</summary>
    Rejected,

    /// <summary>Every attempt failed. Can be replayed.</summary>
    Failed,

    /// <summary>Was not to be sent; the note says why.</summary>
    Skipped,
}

internal static class DeliveryStates
{
    /// <summary>As the column and the API spell it.</summary>
    public static string Word(this DeliveryState state) =>
        state switch
        {
            DeliveryState.Pending => "pending",
            DeliveryState.Delivered => "delivered",
            DeliveryState.Rejected => "rejected",
            DeliveryState.Failed => "failed",
            DeliveryState.Skipped => "skipped",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };

    public static bool TryRead(string? word, out DeliveryState state)
    {
        foreach (var each in Enum.GetValues<DeliveryState>())
        {
            state = each;
            if (each.Word() == word)
                return true;
        }

        state = default;
        return false;
    }
}
