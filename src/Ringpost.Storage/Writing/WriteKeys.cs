namespace Ringpost.Storage.Writing;

/// <summary>
/// What a unit of work decides over: a call, a caller on a campaign, a transaction id. PostgreSQL locks them in sorted order;
/// SQLite runs one unit at a time and needs none (architecture 4.2).
/// </summary>
public readonly struct WriteKeys
{
    private readonly string[]? _keys;

    private WriteKeys(string[] keys, bool areTakenByTheUnit = false) => (_keys, AreTakenByTheUnit) = (keys, areTakenByTheUnit);

    /// <summary>For a unit whose statements decide by themselves: plain inserts, conditional updates.</summary>
    public static readonly WriteKeys None;

    /// <summary>Keys as <c>call:018f…</c>; sorted and made distinct here so that no two units lock in another order.</summary>
    public static WriteKeys Of(params string[] keys) => new([.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public IReadOnlyList<string> Sorted => _keys ?? [];

    /// <summary>See <see cref="ByTheUnit"/>.</summary>
    internal bool AreTakenByTheUnit { get; }

    /// <summary>
    /// On PostgreSQL the keys are locked in the round trip of the unit's first statement, before it. All that such a unit runs goes through its own
    /// connections by way of Dapper, one statement to a text; the driver's own connection is not to be had.
    /// </summary>
    public WriteKeys ByTheUnit() => new(_keys ?? [], areTakenByTheUnit: true);
}
