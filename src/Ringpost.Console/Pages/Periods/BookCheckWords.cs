using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Periods;

/// <summary>What each kind of difference says, in a sentence.</summary>
internal static class BookCheckWords
{
    public static string Of(BookDifferenceKind kind) =>
        kind switch
        {
            BookDifferenceKind.CallNotItsLegs => T["A call's revenue is not what its legs earned"],
            BookDifferenceKind.AdjustmentNotItsEntries => T["An adjustment is not its ledger entries"],
            BookDifferenceKind.BelowZero => T["A side is below zero"],
            BookDifferenceKind.ConversionNotItsHistory => T["A conversion is not its history"],
            BookDifferenceKind.RollupNotItsRecords => T["A report's sums are not its records"],
            BookDifferenceKind.ReportNotItsEntries => T["A report is not the amounts of its days"],
            BookDifferenceKind.DocumentNotItsAmounts => T["A document is not the amounts it holds"],
            BookDifferenceKind.DocumentNotItsLines => T["A document is not its lines"],
            BookDifferenceKind.AmountChanged => T["An amount changed since a document took it"],
            BookDifferenceKind.AmountNotOfDocument => T["A document holds an amount that is not its own"],
            BookDifferenceKind.AmountMissing => T["An amount of closed days is in no document"],
            BookDifferenceKind.NumberMissing => T["A number is missing"],
        };
}
