using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Which calls should have a conversion.</summary>
public enum ExpectedCalls
{
    /// <summary>Those with a payout.</summary>
    Paid,

    /// <summary>Those with revenue.</summary>
    Converted,

    /// <summary>Those that a target answered.</summary>
    Connected,

    /// <summary>Each one.</summary>
    All,
}

/// <summary>Two files and what is known of them beforehand; whatever is absent is guessed from the files, and told.</summary>
public sealed record CompareRequest(CompareSource Calls, CompareSource Conversions)
{
    /// <summary>Titles by <c>calls.payout</c>, <c>conversions.caller</c> and so on; an empty title leaves the column out.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();
    public TimeZoneInfo? CallsZone { get; init; }
    public TimeZoneInfo? ConversionsZone { get; init; }

    /// <summary>One zone for the days of both; each book's own where absent.</summary>
    public TimeZoneInfo? DaysIn { get; init; }
    public bool? CallsDayFirst { get; init; }
    public bool? ConversionsDayFirst { get; init; }
    public Currency? CallsCurrency { get; init; }
    public Currency? ConversionsCurrency { get; init; }
    public ExpectedCalls? Expected { get; init; }

    /// <summary>How far a conversion may stand from a call that only its caller and time tell.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Events that carry no amounts at all are compared too.</summary>
    public bool AllEvents { get; init; }

    /// <summary>Rows that can't be read are left out instead of refused.</summary>
    public bool Skip { get; init; }
}
