namespace Ringpost.Primitives;

/// <summary>One page of a list, newest first unless said otherwise. <see cref="Next"/> is null on the last page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page: at most 1000 rows, after the row that <see cref="Cursor"/> names.</summary>
public sealed record PageRequest(int Limit = 100, string? Cursor = null)
{
    public int BoundedLimit => Math.Clamp(Limit, 1, 1000);
}
