using Ringpost.Primitives;

namespace Ringpost.Delivery.Log;

/// <summary>Which deliveries are meant: some by their ids, or all that a filter finds. Of a filter, name the days: what is made meanwhile stays out.</summary>
public sealed record ReplaySelection(IReadOnlyList<string>? Ids = null, ListDeliveries.Query? Filter = null)
{
    /// <summary>Ids at once.</summary>
    public const int MostIds = 1000;

    internal async Task<Result<DeliveryFilter>> ReadAsync(ListDeliveries list, CancellationToken cancellation)
    {
        if (Ids is null)
            return Filter is null ? new Invalid("filter", "Name ids or a filter.") : await list.ReadAsync(Filter, cancellation);
        return Ids.Count is 0 or > MostIds
            ? new Invalid("ids", $"From 1 to {MostIds} ids.")
            : new DeliveryFilter(TimeRange.All) { Ids = [.. Ids.Distinct(StringComparer.Ordinal)] };
    }
}
