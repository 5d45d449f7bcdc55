using Ringpost.Primitives;

namespace Ringpost.CallTracking.Blocks;

/// <summary>What becomes of a row of a file of blocked numbers.</summary>
public enum BlockedNumberVerdict
{
    /// <summary>It is not blocked yet.</summary>
    Add,

    /// <summary>It gets another expiry or note.</summary>
    Change,

    /// <summary>It is so already.</summary>
    Same,

    Error,
}

/// <summary>A row of a file and what becomes of it.</summary>
/// <param name="Row">Its line in the file.</param>
/// <param name="Campaign">Null: all campaigns.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record PlannedBlock(long Row, string Number, string? Campaign, BlockedNumberVerdict Verdict, Phrase? Message);

/// <summary>A file of blocked numbers as it was foreseen or carried out; while a row has an error nothing is stored.</summary>
public sealed record BlockedNumberPlan(IReadOnlyList<PlannedBlock> Rows, int Adds, int Changes, int Same, int Errors, bool Stored)
{
    /// <summary>Counts what the rows say.</summary>
    public static BlockedNumberPlan Of(IReadOnlyList<PlannedBlock> rows, bool stored)
    {
        int Count(BlockedNumberVerdict verdict) => rows.Count(r => r.Verdict == verdict);
        return new(
            rows,
            Count(BlockedNumberVerdict.Add),
            Count(BlockedNumberVerdict.Change),
            Count(BlockedNumberVerdict.Same),
            Count(BlockedNumberVerdict.Error),
            stored
        );
    }
}
