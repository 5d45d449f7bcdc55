namespace Ringpost.Reconciliation.Documents;

/// <summary>What a line of a document is.</summary>
public enum LineKind
{
    /// <summary>First amounts of calls or conversions of the period: count and price.</summary>
    Booked,

    /// <summary>Changes of them, in the period.</summary>
    Adjusted,

    /// <summary>One change, effective in the period, of a call or conversion of earlier days.</summary>
    Correction,

    /// <summary>One amount of days that were closed before, recorded since.</summary>
    Late,
}
