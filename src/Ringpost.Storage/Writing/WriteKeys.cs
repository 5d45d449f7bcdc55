namespace Ringpost.Storage.Writing;

/// <summary>
/// What a unit of work decides over: a call, a caller on a campaign, a transaction id. PostgreSQL locks them in sorted order;
/// SQLite runs one unit at a time and needs none (architecture 4.2).
/// </summary>
public readonly struct WriteKeys
{
    private readonly string[]? _keys;

    private WriteKeys(string[] keys) => _keys = keys;

    /// <summary>For a unit whose statements decide by themselves: plain inserts, conditional updates.</summary>
    public static readonly WriteKeys None;

    /// <summary>Keys as <c>call:018f…</c>; sorted and made distinct here so that no two units lock in another order.</summary>
    public static WriteKeys Of(params string[] keys) => new([.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public IReadOnlyList<string> Sorted => _keys ?? [];
}
