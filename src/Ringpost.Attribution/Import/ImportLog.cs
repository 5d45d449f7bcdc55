using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>Gathers what an import finds: numbers per file, and problems, of each sort in a file at most some thousand.</summary>
internal sealed class ImportLog
{
    /// <summary>Of one column and kind in one file; the rest is counted. A million rows with the same fault are one fault.</summary>
    private const int MostAlike = 1000;

    private readonly List<ImportProblem> _problems = [];
    private readonly Dictionary<(string File, string? Column, ImportProblemKind Kind), long> _alike = [];
    private readonly Dictionary<string, Numbers> _files = new(StringComparer.Ordinal);
    private readonly HashSet<(string File, long Row)> _wrong = [];
    private readonly Dictionary<string, long> _lastWrong = new(StringComparer.Ordinal);

    public sealed class Numbers
    {
        public string? Kind { get; set; }

        public long Rows { get; set; }

        public long Added { get; set; }

        public long Same { get; set; }

        public long Different { get; set; }

        public long Updated { get; set; }

        public long Errors { get; set; }
    }

    public Numbers this[string file] => _files.TryGetValue(file, out var numbers) ? numbers : _files[file] = new Numbers();

    public bool HasErrors => _files.Values.Any(f => f.Errors > 0);

    /// <summary>Of files that are read row by row and may have millions, only the row that is being read can be asked for.</summary>
    public bool IsWrong(string file, long row) => IsLong(file) ? _lastWrong.GetValueOrDefault(file) == row : _wrong.Contains((file, row));

    public void Error(string file, long row, string? column, Phrase message)
    {
        if (!IsWrong(file, row))
            this[file].Errors++;
        if (IsLong(file))
            _lastWrong[file] = row;
        else
            _wrong.Add((file, row));
        Add(new ImportProblem(file, row, column, ImportProblemKind.Error, message));
    }

    public void Difference(string file, long row, string? column, Phrase message) =>
        Add(new ImportProblem(file, row, column, ImportProblemKind.Difference, message));

    public void Note(string file, long row, string? column, Phrase message) =>
        Add(new ImportProblem(file, row, column, ImportProblemKind.Note, message));

    public ImportReport ToReport(bool dryRun, bool stored)
    {
        foreach (var ((file, column, kind), number) in _alike)
            if (number > MostAlike)
                _problems.Add(new ImportProblem(file, 0, column, kind, $"{number - MostAlike} more of this kind in this column."));
        return new ImportReport(
            dryRun,
            stored,
            [
                .. _files.Select(f => new ImportFileReport(
                    f.Key,
                    f.Value.Kind,
                    f.Value.Rows,
                    f.Value.Added,
                    f.Value.Same,
                    f.Value.Different,
                    f.Value.Updated,
                    f.Value.Errors
                )),
            ],
            [.. _problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Row)]
        );
    }

    private bool IsLong(string file) => this[file].Kind is CakeFiles.Conversions or CakeFiles.Clicks;

    private void Add(ImportProblem problem)
    {
        var key = (problem.File, problem.Column, problem.Kind);
        var number = _alike[key] = _alike.GetValueOrDefault(key) + 1;
        if (number <= MostAlike)
            _problems.Add(problem);
    }
}
