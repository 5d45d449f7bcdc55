namespace Ringpost.Attribution.Import;

/// <summary>A row of ours that a line of a file stands for.</summary>
internal sealed class ImportRecord(string table, string file, long row)
{
    public string Table { get; } = table;

    public string File { get; } = file;

    public long Row { get; } = row;

    /// <summary>What finds the stored row.</summary>
    public Dictionary<string, object?> Key { get; } = new(StringComparer.Ordinal);

    /// <summary>What the file says: compared with the stored row.</summary>
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>What only a new row gets.</summary>
    public Dictionary<string, object?> OnlyNew { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that must exist, by the column that names them.</summary>
    public List<(string Column, string Table, long Id)> Needs { get; } = [];

    /// <summary>Part of another record's line: it is stored with it, but the line is counted once.</summary>
    public bool IsPart { get; init; }

    public long Id => Key.TryGetValue("id", out var id) ? (long)id! : 0;

    public string KeyText => KeyOf(Key.Values);

    public static string KeyOf(IEnumerable<object?> values) => string.Join('|', values.Select(v => v?.ToString() ?? ""));
}
