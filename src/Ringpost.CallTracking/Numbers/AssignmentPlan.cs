using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Numbers;

/// <summary>What becomes of a row of a bulk assignment.</summary>
public enum AssignmentVerdict
{
    /// <summary>The number is not here yet.</summary>
    Add,

    /// <summary>It goes to another campaign or publisher.</summary>
    Change,

    /// <summary>It is so already.</summary>
    Same,

    Error,
}

/// <summary>A row of a bulk assignment and what becomes of it.</summary>
/// <param name="Row">Its line in the file.</param>
/// <param name="Message">What is wrong with it, or what its carrying out overrides.</param>
public sealed record PlannedAssignment(
    long Row,
    string Number,
    AssignmentVerdict Verdict,
    string? Campaign,
    string? Publisher,
    Phrase? Message
);

/// <summary>A bulk assignment as it was foreseen or carried out; while a row has an error nothing is stored.</summary>
public sealed record AssignmentPlan(IReadOnlyList<PlannedAssignment> Rows, int Adds, int Changes, int Same, int Errors, bool Stored)
{
    /// <summary>Counts what the rows say.</summary>
    public static AssignmentPlan Of(IReadOnlyList<PlannedAssignment> rows, bool stored)
    {
        int Count(AssignmentVerdict verdict) => rows.Count(r => r.Verdict == verdict);
        return new(
            rows,
            Count(AssignmentVerdict.Add),
            Count(AssignmentVerdict.Change),
            Count(AssignmentVerdict.Same),
            Count(AssignmentVerdict.Error),
            stored
        );
    }
}

/// <summary>A row as it is read against what is here: the number as it will be, null where the row has an error or changes nothing.</summary>
internal sealed record AssignmentRow(PlannedAssignment Plan, TrackingNumber? Before, TrackingNumber? After, bool CutsShort);
