using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>What an import found and did (or, on a dry run, would do).</summary>
/// <param name="Stored">False on a dry run, and where errors kept everything from being stored.</param>
/// <param name="Problems">Every one, by file, row and column; of those that repeat in a file by the thousand, the first ones and their number.</param>
public sealed record ImportReport(bool DryRun, bool Stored, IReadOnlyList<ImportFileReport> Files, IReadOnlyList<ImportProblem> Problems)
{
    public long Errors => Files.Sum(f => f.Errors);
}

/// <summary>One file of an import.</summary>
/// <param name="Kind">What it was taken for; null where its name is none that is known.</param>
/// <param name="Same">Rows that are here already as the file has them.</param>
/// <param name="Different">Rows that are here otherwise; left alone, or overwritten on request (<paramref name="Updated"/>).</param>
/// <param name="Errors">Rows with something that can't be taken over.</param>
public sealed record ImportFileReport(
    string File,
    string? Kind,
    long Rows,
    long Added,
    long Same,
    long Different,
    long Updated,
    long Errors
);

public enum ImportProblemKind
{
    /// <summary>The row can't be taken over.</summary>
    Error,

    /// <summary>The row is here with another value.</summary>
    Difference,

    /// <summary>Taken over with a change, or left out because nothing here stands for it.</summary>
    Note,
}

/// <param name="Row">The line's number as a spreadsheet shows it: 1 is the head; 0 is about the file.</param>
/// <param name="Column">As the file spells it.</param>
public sealed record ImportProblem(string File, long Row, string? Column, ImportProblemKind Kind, Phrase Message);
