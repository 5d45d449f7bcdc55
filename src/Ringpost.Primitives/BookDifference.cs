using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>In what way the books do not add up: a closed set, each found by the double-entry check alone, and each a fault of the program or of whoever wrote into its tables.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BookDifferenceKind>))]
public enum BookDifferenceKind
{
    /// <summary>A call's revenue is not what its legs earned.</summary>
    CallNotItsLegs,

    /// <summary>An adjustment of a call is not the sum of its ledger entries, or an entry names an adjustment that is not there.</summary>
    AdjustmentNotItsEntries,

    /// <summary>First amount and ledger entries of a side come to less than 0.</summary>
    BelowZero,

    /// <summary>A conversion's entries and moves don't come to its current amount under its disposition, or leave something under another one.</summary>
    ConversionNotItsHistory,

    /// <summary>A rollup, with what is not folded into it yet, is not the sum of its records.</summary>
    RollupNotItsRecords,

    /// <summary>A report's total is not the sum of the entries of its days.</summary>
    ReportNotItsEntries,

    /// <summary>A document's total or count is not that of the amounts it holds.</summary>
    DocumentNotItsAmounts,

    /// <summary>A document's lines don't come to its total.</summary>
    DocumentNotItsLines,

    /// <summary>An amount is not what it was when a document took it.</summary>
    AmountChanged,

    /// <summary>A document holds an amount that no book has, or that is of another party, kind or currency.</summary>
    AmountNotOfDocument,

    /// <summary>An amount of closed days, recorded before the closing, stands in no document.</summary>
    AmountMissing,

    /// <summary>A series of numbers has a gap.</summary>
    NumberMissing,
}

/// <summary>One thing that does not add up.</summary>
/// <param name="Subject">What: <c>call …</c>, <c>conversion 7</c>, <c>document B-2026-0001</c>, with side or column.</param>
/// <param name="Currency">Of both amounts; null of counts.</param>
public sealed record BookDifference(BookDifferenceKind Kind, string Subject, decimal Expected, decimal Found, string? Currency = null);
