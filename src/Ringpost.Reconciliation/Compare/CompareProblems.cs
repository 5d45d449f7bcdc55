using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>What in a file can't be read, where it stands, and what to do.</summary>
/// <param name="Line">0 where it is about the whole file.</param>
public sealed record CompareProblem(string File, long Line, string? Column, string Message)
{
    public override string ToString() =>
        File + (Line > 0 ? $", line {Line}" : "") + (Column is null ? "" : $", column “{Column}”") + ": " + Message;
}

/// <summary>A comparison that did not come about.</summary>
public sealed record NotComparable(IReadOnlyList<CompareProblem> Problems)
    : Refusal("not-comparable", Phrase.Joined(Problems.Select(p => Phrase.Of($"{p}")), "\n"));

/// <summary>Collects what is wrong with one file; gives up after the tenth, which says enough.</summary>
internal sealed class CompareProblems(string file, bool skip)
{
    private const int Most = 10;
    private readonly List<CompareProblem> _problems = [];

    public IReadOnlyList<CompareProblem> All => _problems;

    /// <summary>Rows that were left out because they can't be read.</summary>
    public int Skipped { get; private set; }

    public bool IsEnough => _problems.Count >= Most;

    public void OfFile(string message, string? column = null) => _problems.Add(new CompareProblem(file, 0, column, message));

    public void OfRow(long line, string column, string message)
    {
        if (skip)
            Skipped++;
        else
            _problems.Add(new CompareProblem(file, line, column, message + " Mend the row, or leave such rows out with --skip."));
    }
}
