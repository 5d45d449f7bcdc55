using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Search;

/// <summary>What was found in both halves, kind by kind in the order of <see cref="SearchKind"/>.</summary>
/// <param name="Query">What was looked for, as it was read.</param>
public sealed record SearchAnswer(string Query, IReadOnlyList<SearchHit> Hits);
