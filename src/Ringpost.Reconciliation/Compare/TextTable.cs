namespace Ringpost.Reconciliation.Compare;

/// <summary>Columns of a terminal, as wide as what stands in them.</summary>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[]> _rows = [heads];

    /// <summary>From this column on cells stand at the right.</summary>
    public int RightFrom { get; init; } = int.MaxValue;

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter to, string title)
    {
        to.WriteLine();
        to.WriteLine(title);
        var widths = Enumerable.Range(0, heads.Length).Select(c => _rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, c) => c >= RightFrom ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            to.WriteLine("  " + string.Join("  ", cells).TrimEnd());
        }
    }
}
