namespace Ringpost.CallTracking.Filters;

/// <summary>How a condition compares (ringba.md 8.5). Texts compare whatever their case.</summary>
public enum TagOperator
{
    BeginsWith,
    Contains,

    /// <summary>Ringba's “Equals Single Value”.</summary>
    Equals,

    /// <summary>Ringba's “Equals Multiple Values”.</summary>
    EqualsAny,

    /// <summary>The tag is there and not empty.</summary>
    Exists,

    /// <summary>Both sides as numbers; a text that is none is neither greater nor less.</summary>
    GreaterThan,

    /// <inheritdoc cref="GreaterThan"/>
    LessThan,
}
