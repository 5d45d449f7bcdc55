using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Periods;

/// <summary>What each kind of difference says, in a sentence.</summary>
internal static class BookCheckWords
{
    public static string Of(BookDifferenceKind kind) =>
        kind switch
        {
            BookDifferenceKind.CallNotItsLegs => "A call's revenue is not what its legs earned",
            BookDifferenceKind.AdjustmentNotItsEntries => "An adjustment is not its ledger entries",
            BookDifferenceKind.BelowZero => "A side is below zero",
            BookDifferenceKind.ConversionNotItsHistory => "A conversion is not its history",
            BookDifferenceKind.RollupNotItsRecords => "A report's sums are not its records",
            BookDifferenceKind.ReportNotItsEntries => "A report is not the amounts of its days",
            BookDifferenceKind.DocumentNotItsAmounts => "A document is not the amounts it holds",
            BookDifferenceKind.DocumentNotItsLines => "A document is not its lines",
            BookDifferenceKind.AmountChanged => "An amount changed since a document took it",
            BookDifferenceKind.AmountNotOfDocument => "A document holds an amount that is not its own",
            BookDifferenceKind.AmountMissing => "An amount of closed days is in no document",
            BookDifferenceKind.NumberMissing => "A number is missing",
        };
}
