using Ringpost.Primitives;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Reconciliation.Documents;

/// <summary>A numbered bill or statement of a closed period. It never changes; names are those of the closing.</summary>
/// <param name="Number">As B-2026-0001 of a bill, S-2026-0001 of a statement; without gaps in a year.</param>
/// <param name="PartyId">Null where its amounts name no party.</param>
/// <param name="From">The period's first day; null: everything since the first record.</param>
/// <param name="Entries">How many amounts it holds.</param>
/// <param name="Total">Below 0 it is a credit.</param>
/// <param name="Late">The part of the total that counts on days of earlier periods.</param>
/// <param name="Issuer">Who issues it, line by line.</param>
public sealed record Document(
    string Number,
    DocumentKind Kind,
    string? PartyId,
    string PartyName,
    string PartyCompany,
    Currency Currency,
    long PeriodId,
    string? From,
    string Through,
    string Zone,
    Instant ClosedAt,
    long Entries,
    decimal Total,
    decimal Late,
    string Issuer
)
{
    public bool IsCredit => Total < 0;
}

/// <summary>A document with its lines.</summary>
public sealed record DocumentWithLines(Document Document, IReadOnlyList<DocumentLine> Lines);
