using Ringpost.Primitives;

namespace Ringpost.Reconciliation.BookCheck;

/// <summary>What a run of the double-entry check found.</summary>
/// <param name="Amounts">How many amounts of both books it looked at.</param>
/// <param name="Count">All that does not add up; 0 is clean.</param>
/// <param name="Differences">The first <see cref="MostKept"/> of them.</param>
public sealed record BookCheckRun(
    long Id,
    Instant StartedAt,
    Instant FinishedAt,
    long Amounts,
    long Count,
    string By,
    IReadOnlyList<BookDifference> Differences
)
{
    public const int MostKept = 1000;

    public bool IsClean => Count == 0;
}
