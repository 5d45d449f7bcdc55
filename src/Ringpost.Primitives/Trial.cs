namespace Ringpost.Primitives;

/// <summary>A line that an operation wrote into the history, before and after as JSON.</summary>
public sealed record TrialLine(string? Before, string? After);

/// <summary>
/// One operation, watched: it runs by its own rules to its end, and there <paramref name="keeps"/> says, by the lines it wrote into the history,
/// whether its transaction is kept. Rides on the <see cref="Actor"/> of one run.
/// </summary>
public sealed class Trial(Func<IReadOnlyList<TrialLine>, bool> keeps)
{
    private readonly List<TrialLine> _lines = [];

    /// <summary>Whether the operation came to its end and asked.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>A unit of work may run twice; what counts is the last time.</summary>
    public void Begin() => _lines.Clear();

    public void Add(TrialLine line) => _lines.Add(line);

    public bool Keeps()
    {
        WasAsked = true;
        return keeps(_lines);
    }
}
