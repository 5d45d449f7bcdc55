using System.Text.Json.Serialization;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallTables;

/// <summary>How a column's values read (ringba.md 10.3).</summary>
public enum DetailColumnType
{
    Keyword,
    Boolean,
    Date,

    /// <summary>Whole seconds.</summary>
    Timespan,

    /// <summary>A whole number; Ringba calls it long.</summary>
    [JsonStringEnumMemberName("long")]
    Whole,

    /// <summary>In the currency of the call, for costs in the carrier's.</summary>
    Money,
}

/// <summary>What a list of calls can show of each (ringba.md 10.3).</summary>
/// <param name="Id">Ringba's name of it, as <c>conversionAmount</c>; of a tag <c>tag:Type:Name</c>.</param>
/// <param name="Title">What stands above it, on the page and in the file.</param>
public sealed record DetailColumn(string Id, string Title, DetailColumnType Type, string Group)
{
    public bool IsTag { get; init; }

    /// <summary>Calls are found by it (<c>filters</c>).</summary>
    public bool SupportsFilter => CallFilters.CallColumns.Find(Id) is not null;

    /// <summary>A list can be put in its order: the date's along an index, another one by sorting the calls of the range.</summary>
    public bool SupportsSorting => Id == ByTime || CallFilters.CallColumns.Find(Id) is { } column && CallSort.Can(column);

    /// <summary>Not stored with the call but computed from what is.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Who may see it without a right given besides; for all others it does not exist.</summary>
    public IReadOnlyList<Role> Roles => [.. Enum.GetValues<Role>().Where(role => IsSeenBy(new Actor("", "", role)))];

    internal const string ByTime = "callDt";

    internal Permission Needs { get; init; } = Permission.Read;

    /// <summary>What must be looked up beside the call's own row.</summary>
    internal CallFactKinds Facts { get; init; }

    internal Func<CallCells, object?> Value { get; init; } = _ => null;

    internal bool IsSeenBy(Actor actor) => CallFilters.SeenColumns.Has(actor, Id) && (actor.IsPartner || actor.May(Needs));
}
