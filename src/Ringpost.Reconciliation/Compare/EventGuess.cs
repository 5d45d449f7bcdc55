using System.Globalization;

namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// A call can fire several events, and one of them is the paid one. Where some events carry amounts and others none, those without are put
/// aside: they tell steps of a call, not its money. Without I/O.
/// </summary>
internal static class EventGuess
{
    public static IEnumerable<CompareGuess> Mark(ConversionBook conversions)
    {
        var counts = new int[conversions.Events.Count];
        var carries = new bool[conversions.Events.Count];
        for (var i = 0; i < conversions.Rows.Count; i++)
        {
            ref var row = ref conversions.Rows[i];
            counts[row.Event]++;
            carries[row.Event] |= row.Paid != 0 || row.Received != 0;
        }

        if (!Array.Exists(carries, c => c))
            yield break;
        for (var i = 0; i < conversions.Rows.Count; i++)
            conversions.Rows[i].Aside = !carries[conversions.Rows[i].Event];
        for (var e = 0; e < counts.Length; e++)
            if (counts[e] > 0 && !carries[e])
                yield return new CompareGuess(
                    "event",
                    $"{(e == 0 ? "no event" : $"“{conversions.Events[e]}”")} left out",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"its {counts[e]:N0} conversions carry no amounts; --all-events takes them in"
                    )
                );
    }
}
