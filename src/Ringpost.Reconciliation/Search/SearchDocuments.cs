using System.Globalization;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Documents;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Reconciliation.Search;

/// <summary>Bills and statements by their whole number; closed periods by a year, a month or a day of theirs. No amounts.</summary>
public sealed class SearchDocuments(FindDocument documents, ListPeriods periods)
{
    /// <summary>They are few: of years of weeks the newest so many are looked at.</summary>
    private const int MostPeriods = 500;

    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    public async Task<Result<IReadOnlyList<SearchHit>>> RunAsync(
        Actor actor,
        SearchTerm term,
        int most,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeCalls))
            return new Forbidden(Permission.SeeCalls);
        var hits = new List<SearchHit>();
        if (term.Text.Contains('-', StringComparison.Ordinal) && char.IsAsciiLetter(term.Text[0]))
        {
            var found = await documents.FindAsync(actor, term.Text.ToUpperInvariant(), cancellation);
            if (found.IsOk)
                hits.Add(Hit(found.Value.Document));
        }

        if (ReadDays(term.Text) is var (first, last))
        {
            var listed = await periods.RunAsync(actor, new PageRequest(MostPeriods), cancellation);
            if (listed.IsOk)
                hits.AddRange(listed.Value.Items.Where(p => Overlaps(p, first, last)).Take(most).Select(Hit));
        }

        return hits;
    }

    private static (DateOnly First, DateOnly Last)? ReadDays(string text)
    {
        foreach (var format in Days)
            if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
                return (
                    first,
                    format == Days[0] ? first
                    : format == Days[1] ? first.AddMonths(1).AddDays(-1)
                    : first.AddYears(1).AddDays(-1)
                );
        return null;
    }

    private static bool Overlaps(Period period, DateOnly first, DateOnly last) =>
        period.LastDay >= first
        && (period.From is not { } from || DateOnly.ParseExact(from, Period.DayFormat, CultureInfo.InvariantCulture) <= last);

    private static SearchHit Hit(Document document) =>
        new(
            SearchKind.Document,
            document.Number,
            document.Number,
            Phrase.Joined(
                new Phrase[]
                {
                    $"{document.PartyName}",
                    document.From is null ? Phrase.Of($"until {document.Through}") : Phrase.Of($"{document.From} to {document.Through}"),
                    $"{document.Currency}",
                }.Where(d => !d.IsEmpty),
                " · "
            )
        )
        {
            At = document.ClosedAt,
        };

    private static SearchHit Hit(Period period) =>
        new(
            SearchKind.Period,
            $"{period.Id}",
            period.Days,
            period.State == PeriodState.Closed
                ? Phrase.Of($"Period {period.Id}, closed by {period.By}")
                : Phrase.Of($"Period {period.Id}, being closed")
        )
        {
            At = period.ClosedAt,
        };
}
