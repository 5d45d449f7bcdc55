using System.Collections.Concurrent;

namespace Ringpost.Storage.Batches;

/// <summary>A table's columns as a lane inserts them, and the statement for it in both dialects.</summary>
public sealed class RowShape
{
    private const string Text = ":text";

    /// <summary>Each statement is prepared once per connection; senders that mix everything get the whole one.</summary>
    private const int MostStatements = 32;

    private readonly (string Name, string Type)[] _columns;
    private readonly Func<string, string, string> _insert;
    private readonly ConcurrentDictionary<ulong, string> _statements = new();

    /// <param name="columns">
    /// Names with commas between, 64 at most; a text ends in <c>:text</c>, all others are numbers. One that may be null has no other default.
    /// </param>
    /// <param name="ending">What follows the values.</param>
    /// <param name="postgresEnding">What follows that on PostgreSQL.</param>
    public RowShape(string table, string columns, string ending = "", string postgresEnding = "")
    {
        _columns =
        [
            .. columns
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(c =>
                    (c.Replace(Text, "", StringComparison.Ordinal), c.EndsWith(Text, StringComparison.Ordinal) ? "text" : "bigint")
                ),
        ];
        _insert = (names, arrays) => $"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {ending} {postgresEnding}";
        Sqlite =
            $"INSERT INTO {table} ({string.Join(", ", _columns.Select(c => c.Name))}) VALUES ({string.Join(", ", _columns.Select(_ => "?"))}) {ending}";
    }

    /// <summary>One row: a parameter for each column.</summary>
    public string Sqlite { get; }

    /// <summary>
    /// Many rows on PostgreSQL, an array for each column. Columns in which all rows have nothing are left out: each costs the server a table of
    /// its own to take the array apart.
    /// </summary>
    /// <param name="filled">A bit for each column that has a value; on return for each that the statement takes.</param>
    public string Postgres(ref ulong filled)
    {
        if (_statements.TryGetValue(filled, out var known))
            return known;
        if (_statements.Count >= MostStatements)
            filled = ulong.MaxValue;
        var taken = filled;
        return _statements.GetOrAdd(taken, Insert);
    }

    private string Insert(ulong taken)
    {
        var columns = _columns.Where((_, n) => IsIn(taken, n)).ToArray();
        return _insert(
            string.Join(", ", columns.Select(c => c.Name)),
            string.Join(", ", columns.Select((c, n) => $"${n + 1}::{c.Type}[]"))
        );
    }

    internal static bool IsIn(ulong columns, int column) => (columns & (1UL << column)) != 0;
}
