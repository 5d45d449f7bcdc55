using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>What stands in a column, and so how it is compared.</summary>
public enum ColumnKind
{
    Text,

    /// <summary>A telephone number, compared as a person writes it.</summary>
    Phone,

    /// <summary>Filtered with <c>yes</c> and <c>no</c>.</summary>
    YesNo,

    /// <summary>A length in whole seconds, or as <c>00:01:30</c>.</summary>
    Seconds,

    /// <summary>An amount in the call's currency, current: what was settled and every change since.</summary>
    Money,
}

/// <summary>A column that calls are filtered by (ringba.md 10.3): one of <see cref="CallColumns.All"/>, or a tag.</summary>
/// <param name="Id">Ringba's, as <c>campaignName</c>; of a tag <c>tag:Type:Name</c>.</param>
/// <param name="Title">Ringba's.</param>
public sealed record CallColumn(string Id, string Title, string Group, ColumnKind Kind)
{
    /// <summary>The words that it can hold, where they are a closed set.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Whether reports can be grouped by it: not where nearly each call has its own.</summary>
    public bool CanGroup => Kind is ColumnKind.Text or ColumnKind.YesNo && Id != "inboundCallId" && Source.OfAnyLeg is null;

    internal ColumnSource Source { get; init; } = new("NULL");

    internal bool IsTag => Id.StartsWith("tag:", StringComparison.Ordinal);
}

/// <summary>
/// Where a column's value stands. With <see cref="Values"/> the expression yields a key, and the condition is judged over what the keys mean;
/// without, it is judged by the database.
/// </summary>
/// <param name="Sql">Over the call <c>c</c>.</param>
internal sealed record ColumnSource(string Sql)
{
    /// <summary>Over the leg <c>g</c> where legs are counted; null where the call's is meant there too.</summary>
    public string? OfLeg { get; init; }

    /// <summary>It tells whom a leg was dialed to: grouped by it, legs are counted.</summary>
    public bool CountsLegs { get; init; }

    /// <summary>Over each leg <c>d</c> of the call, of which any suffices; null for any other column.</summary>
    public string? OfAnyLeg { get; init; }

    /// <summary>What each key means; a key that is not among them has no value.</summary>
    public Func<CallConfiguration, TimeRange, IEnumerable<(string Key, string? Value)>>? Values { get; init; }

    /// <summary>What a key means, where the keys are those that the range's calls have.</summary>
    public Func<CallConfiguration, string, string?>? ValueOf { get; init; }

    /// <summary>The keys are moments, or are looked up among the calls: days must be named.</summary>
    public bool NeedsDays { get; init; }

    /// <summary>Lower case <c>type:name</c> of a tag that is stored with calls; null for any other column.</summary>
    public string? TagKey { get; init; }

    /// <summary>May hold anybody's number, in parts too.</summary>
    public bool MayHoldNumbers { get; init; }
}
