using Ringpost.Primitives;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Reconciliation.Documents;

/// <summary>A document while its amounts are gathered. Without I/O; the order in which amounts come does not matter.</summary>
internal sealed class DocumentDraft(Account account)
{
    private readonly Dictionary<(LineKind Kind, string Group, string Detail, long? Price), Sum> _sums = [];

    private readonly List<(LineKind Kind, BookEntry Entry)> _single = [];

    public Account Account => account;

    public long Entries { get; private set; }

    public decimal Total { get; private set; }

    /// <summary>The part of the total that counts on days of earlier periods.</summary>
    public decimal Late { get; private set; }

    public long LateEntries { get; private set; }

    /// <summary>Amounts that get a line of their own.</summary>
    public IEnumerable<BookEntry> Single => _single.Select(s => s.Entry);

    public void Add(Period period, BookEntry entry)
    {
        var amount = entry.Amount / 1_000_000m;
        (Entries, Total) = (Entries + 1, Total + amount);
        var isLate = period.IsLate(entry);
        if (isLate)
            (LateEntries, Late) = (LateEntries + 1, Late + amount);
        if (isLate || period.IsOfEarlier(entry))
        {
            _single.Add((isLate ? LineKind.Late : LineKind.Correction, entry));
            return;
        }

        var key =
            entry.Count == 0
                ? (LineKind.Adjusted, entry.Group, entry.Detail, (long?)null)
                : (LineKind.Booked, entry.Group, entry.Detail, entry.Amount * entry.Count);
        if (!_sums.TryGetValue(key, out var sum))
            _sums[key] = sum = new Sum();
        sum.Count += entry.Count == 0 ? 1 : entry.Count;
        sum.Amount += amount;
    }

    /// <param name="groupOf">The name of a group and of its detail.</param>
    /// <param name="corrects">The number of the document that an amount corrects, where there is one.</param>
    public IEnumerable<DocumentLine> ToLines(
        Func<DocumentKind, string, string, (string Group, string Detail)> groupOf,
        Func<BookEntry, string?> corrects
    )
    {
        // What came and went again leaves no line, but for the names of its conversions nothing would be said by one.
        var sums = _sums
            .Where(s => s.Value.Count != 0 || s.Value.Amount != 0)
            .Select(s => (s.Key, s.Value, Name: groupOf(account.Kind, s.Key.Group, s.Key.Detail)))
            .OrderBy(s => s.Name.Group, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Group, StringComparer.Ordinal)
            .ThenBy(s => s.Name.Detail, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Detail, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Kind)
            .ThenByDescending(s => s.Key.Price);
        var no = 0;
        foreach (var (key, sum, name) in sums)
            yield return new DocumentLine(++no, key.Kind, name.Group, name.Detail, key.Price / 1_000_000m, sum.Count, sum.Amount);
        var single = _single
            .OrderBy(s => s.Kind)
            .ThenBy(s => s.Entry.EffectiveDay, StringComparer.Ordinal)
            .ThenBy(s => s.Entry.RecordAt)
            .ThenBy(s => s.Entry.RecordId, StringComparer.Ordinal)
            .ThenBy(s => s.Entry.Source)
            .ThenBy(s => s.Entry.Key, StringComparer.Ordinal);
        foreach (var (kind, entry) in single)
        {
            var (group, detail) = groupOf(account.Kind, entry.Group, entry.Detail);
            yield return new DocumentLine(++no, kind, group, detail, null, entry.Count == 0 ? 1 : entry.Count, entry.Amount / 1_000_000m)
            {
                RecordId = entry.RecordId,
                RecordAt = entry.RecordAt,
                EffectiveDay = entry.EffectiveDay,
                RecordedAt = entry.RecordedAt,
                Corrects = corrects(entry),
                By = entry.By,
                Reason = entry.Reason,
            };
        }
    }

    private sealed class Sum
    {
        public long Count { get; set; }

        public decimal Amount { get; set; }
    }
}

/// <summary>A line of a document.</summary>
/// <param name="Group">The call campaign's or offer's name at the closing.</param>
/// <param name="Detail">The event's; empty on the call side.</param>
/// <param name="Price">Of booked lines, each; amount is count × price.</param>
/// <param name="Count">Calls, conversions or changes.</param>
/// <param name="Amount">Signed.</param>
public sealed record DocumentLine(int No, LineKind Kind, string Group, string Detail, decimal? Price, long Count, decimal Amount)
{
    /// <summary>Of a correction or late amount: the call or conversion.</summary>
    public string? RecordId { get; init; }

    public Instant? RecordAt { get; init; }

    /// <summary>The day on which it counts, in the document's zone.</summary>
    public string? EffectiveDay { get; init; }

    /// <summary>When a change was made; null of an amount that is no change.</summary>
    public Instant? RecordedAt { get; init; }

    /// <summary>The number of the document that has the record's first amount; null where none has.</summary>
    public string? Corrects { get; init; }

    /// <summary>Who made the change; only the network's own people see it, and <see cref="Reason"/>.</summary>
    public string? By { get; init; }

    public string? Reason { get; init; }
}
