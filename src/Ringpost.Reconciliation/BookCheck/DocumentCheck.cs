using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>
/// Holds the amounts of both books against the documents that hold them. Without I/O: it is told of each amount with what a document has of it, then
/// of each amount that documents have.
/// </summary>
internal sealed class DocumentCheck(IReadOnlyList<CheckedDocument> documents, IReadOnlyDictionary<long, Period> periods)
{
    /// <summary>What was recorded so shortly before a closing may have been committed after it, and is the next one's.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromHours(1);

    private readonly Dictionary<long, CheckedDocument> _documents = documents.ToDictionary(d => d.Id);
    private readonly Dictionary<long, (long Count, decimal Sum)> _held = [];

    // By a hash of 64 bits: the keys of a few million amounts would take half a gigabyte.
    private readonly HashSet<ulong> _seen = [];

    private readonly List<BookEntry> _first = [];

    public List<BookDifference> Found { get; } = [];

    /// <param name="held">What a document has of it; null where none has.</param>
    public void See(BookEntry entry, HeldAmount? held)
    {
        if (held is null)
        {
            if (entry.RecordedAt is { } at)
            {
                if (PeriodOf(entry) is { } period && at < period.AsOf - InFlight)
                    Found.Add(Missing(entry));
            }
            else if (PeriodOf(entry) is not null)
            {
                // Nobody knows when a first amount was stored: it may have come late. A document that lacks one tells.
                _first.Add(entry);
            }

            return;
        }

        _seen.Add(Hash(entry.Source.ToString(), entry.Key, entry.Side));
        if (!_documents.TryGetValue(held.DocumentId, out var document))
            return;
        if (held.Amount != entry.Amount)
            Found.Add(
                new BookDifference(
                    BookDifferenceKind.AmountChanged,
                    $"{Name(entry)}, document {document.Number}",
                    held.Amount / 1_000_000m,
                    entry.Amount / 1_000_000m,
                    entry.Account.Currency.Code
                )
            );
        // A change of a call goes with the leg that earned, which a later word of the carrier may make another one.
        var isOther =
            entry.Source == BookSource.CallChange ? document.Account.Kind != entry.Account.Kind : document.Account != entry.Account;
        if (isOther)
            Found.Add(
                new BookDifference(
                    BookDifferenceKind.AmountNotOfDocument,
                    $"{Name(entry)} of {entry.Account.Kind} {entry.Account.Party}, document {document.Number}",
                    0,
                    held.Amount / 1_000_000m,
                    entry.Account.Currency.Code
                )
            );
    }

    public void See(HeldKey held)
    {
        if (!_documents.TryGetValue(held.DocumentId, out var document))
            return;
        var (count, sum) = _held.GetValueOrDefault(held.DocumentId);
        _held[held.DocumentId] = (count + 1, sum + (held.Amount / 1_000_000m));
        if (!_seen.Contains(Hash(held.Source, held.Entry, held.Side)))
            Found.Add(
                new BookDifference(
                    BookDifferenceKind.AmountNotOfDocument,
                    $"{held.Source} {held.Entry} {held.Side}, which no book has, document {document.Number}",
                    0,
                    held.Amount / 1_000_000m,
                    document.Account.Currency.Code
                )
            );
    }

    /// <param name="linesOf">By document, what its lines come to.</param>
    public void Finish(IReadOnlyDictionary<long, decimal> linesOf, IReadOnlyList<(string Series, long Last)> series)
    {
        foreach (var document in documents)
        {
            var (count, sum) = _held.GetValueOrDefault(document.Id);
            var currency = document.Account.Currency.Code;
            if (sum != document.Total)
                Found.Add(
                    new BookDifference(
                        BookDifferenceKind.DocumentNotItsAmounts,
                        $"document {document.Number}",
                        document.Total,
                        sum,
                        currency
                    )
                );
            if (count != document.Entries)
            {
                Found.Add(
                    new BookDifference(
                        BookDifferenceKind.DocumentNotItsAmounts,
                        $"document {document.Number} amounts",
                        document.Entries,
                        count
                    )
                );
                if (count < document.Entries)
                    Found.AddRange(
                        _first.Where(e => e.Account == document.Account && PeriodOf(e)?.Id == document.PeriodId).Select(Missing)
                    );
            }

            if (linesOf.GetValueOrDefault(document.Id) is var lines && lines != document.Total)
                Found.Add(
                    new BookDifference(
                        BookDifferenceKind.DocumentNotItsLines,
                        $"document {document.Number}",
                        document.Total,
                        lines,
                        currency
                    )
                );
        }

        var numbers = documents.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, last) in series)
            for (var number = 1L; number <= last; number++)
                if (!numbers.Contains($"{name}-{number:0000}"))
                    Found.Add(new BookDifference(BookDifferenceKind.NumberMissing, $"document {name}-{number:0000}", 1, 0));
    }

    /// <summary>The closed period of the day on which it counts.</summary>
    private Period? PeriodOf(BookEntry entry) =>
        periods.Values.FirstOrDefault(p =>
            string.CompareOrdinal(p.From ?? "", entry.EffectiveDay) <= 0 && string.CompareOrdinal(entry.EffectiveDay, p.Through) <= 0
        );

    /// <summary>FNV-1a.</summary>
    private static ulong Hash(params ReadOnlySpan<string> parts)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var part in parts)
        {
            foreach (var letter in part)
                hash = unchecked((hash ^ letter) * 1_099_511_628_211);
            hash = unchecked((hash ^ 0xffff) * 1_099_511_628_211);
        }

        return hash;
    }

    private static BookDifference Missing(BookEntry entry) =>
        new(BookDifferenceKind.AmountMissing, Name(entry), entry.Amount / 1_000_000m, 0, entry.Account.Currency.Code);

    private static string Name(BookEntry entry) => $"{entry.Source} {entry.Key} {entry.Side}, record {entry.RecordId}";
}
