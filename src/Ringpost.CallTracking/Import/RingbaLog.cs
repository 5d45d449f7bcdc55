using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>Gathers what an import finds and does.</summary>
internal sealed class RingbaLog
{
    /// <summary>Of one kind, outcome and reason; the rest is counted. A million calls with the same fault are one fault.</summary>
    private const int MostAlike = 1000;

    private readonly SortedDictionary<RingbaKind, Numbers> _numbers = [];
    private readonly List<RingbaItem> _items = [];
    private readonly Dictionary<(RingbaKind, RingbaOutcome, RingbaReason?), long> _alike = [];
    private readonly Dictionary<RingbaKind, (SortedSet<string> There, HashSet<string> Asked)> _fields = [];

    private (int Items, Dictionary<RingbaKind, long> LeftOut) _mark = (0, []);

    public sealed class Numbers
    {
        public long Read { get; set; }

        public long Added { get; set; }

        public long Same { get; set; }

        public long Different { get; set; }

        public long Updated { get; set; }

        public long LeftOut { get; set; }
    }

    public Numbers this[RingbaKind kind] => _numbers.TryGetValue(kind, out var numbers) ? numbers : _numbers[kind] = new Numbers();

    /// <summary>Something was stored, or would be.</summary>
    public bool HasChanges => Attached > 0 || _numbers.Values.Any(n => n.Added + n.Updated > 0);

    /// <summary>Pixels that were attached to campaigns.</summary>
    public int Attached { get; set; }

    /// <summary>What stands there by now was read; a unit of work that runs a second time begins from here.</summary>
    public void Mark() => _mark = (_items.Count, _numbers.ToDictionary(n => n.Key, n => n.Value.LeftOut));

    public void Restart()
    {
        Attached = 0;
        _items.RemoveRange(_mark.Items, _items.Count - _mark.Items);
        foreach (var (kind, numbers) in _numbers)
        {
            numbers.Added = numbers.Same = numbers.Different = numbers.Updated = 0;
            numbers.LeftOut = _mark.LeftOut.GetValueOrDefault(kind);
        }
    }

    public void LeaveOut(RingbaKind kind, string id, string? name, RingbaReason reason, Phrase message)
    {
        this[kind].LeftOut++;
        Add(new RingbaItem(kind, id, name, RingbaOutcome.LeaveOut, reason, message));
    }

    public void Note(RingbaKind kind, string id, string? name, RingbaReason reason, Phrase message) =>
        Add(new RingbaItem(kind, id, name, RingbaOutcome.Note, reason, message));

    public void Tell(RingbaKind kind, string id, string? name, RingbaOutcome outcome, Phrase? message = null) =>
        Add(new RingbaItem(kind, id, name, outcome, null, message));

    public void Field(RingbaKind kind, string name) => FieldsOf(kind).There.Add(name);

    public void Asked(RingbaKind kind, string name) => FieldsOf(kind).Asked.Add(name);

    public RingbaReport ToReport(bool dryRun)
    {
        foreach (var (kind, (there, asked)) in _fields)
            if (kind != RingbaKind.Account && there.Where(f => !asked.Contains(f)).ToList() is { Count: > 0 } rest)
                Note(kind, "", null, RingbaReason.NotRead, $"Fields that are not read: {string.Join(", ", rest)}.");
        foreach (var ((kind, outcome, reason), number) in _alike)
            if (number > MostAlike)
                _items.Add(new RingbaItem(kind, "", null, outcome, reason, $"{number - MostAlike} more of these."));
        return new RingbaReport(
            dryRun,
            [
                .. _numbers.Select(n => new RingbaCount(
                    n.Key,
                    n.Value.Read,
                    n.Value.Added,
                    n.Value.Same,
                    n.Value.Different,
                    n.Value.Updated,
                    n.Value.LeftOut
                )),
            ],
            [.. _items.OrderBy(i => i.Kind)]
        );
    }

    private (SortedSet<string> There, HashSet<string> Asked) FieldsOf(RingbaKind kind) =>
        _fields.TryGetValue(kind, out var fields)
            ? fields
            : _fields[kind] = (
                new SortedSet<string>(StringComparer.OrdinalIgnoreCase),
                new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "id", "accountId", "version", "stats", "transactionId" }
            );

    private void Add(RingbaItem item)
    {
        // Only calls come by the million; of everything else each one is told.
        if (item.Kind != RingbaKind.Call)
        {
            _items.Add(item);
            return;
        }

        var key = (item.Kind, item.Outcome, item.Reason);
        var number = _alike[key] = _alike.GetValueOrDefault(key) + 1;
        if (number <= MostAlike)
            _items.Add(item);
    }
}
