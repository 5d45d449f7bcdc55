namespace Ringpost.CallTracking.CallFilters;

/// <summary>How a filter compares (ringba.md 10.4). The letters A to Z compare whatever their case.</summary>
public enum ColumnComparison
{
    Equals,
    Contains,
    BeginsWith,

    /// <summary>Both sides as numbers; a text that is none is neither greater nor less.</summary>
    GreaterThan,

    /// <inheritdoc cref="GreaterThan"/>
    LessThan,
}
