namespace Ringpost.Storage.Batches;

/// <summary>A table's columns as a lane inserts them, and the statement for it in both dialects.</summary>
public sealed class RowShape
{
    private const string Text = ":text";

    /// <param name="columns">Names with commas between; a text ends in <c>:text</c>, all others are numbers.</param>
    /// <param name="ending">What follows the values.</param>
    /// <param name="postgresEnding">What follows that on PostgreSQL.</param>
    public RowShape(string table, string columns, string ending = "", string postgresEnding = "")
    {
        var all = columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var names = string.Join(", ", all.Select(c => c.Replace(Text, "", StringComparison.Ordinal)));
        var arrays = all.Select((c, n) => $"${n + 1}::{(c.EndsWith(Text, StringComparison.Ordinal) ? "text" : "bigint")}[]");
        Sqlite = $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", all.Select(_ => "?"))}) {ending}";
        Postgres = $"INSERT INTO {table} ({names}) SELECT * FROM unnest({string.Join(", ", arrays)}) {ending} {postgresEnding}";
    }

    /// <summary>One row: a parameter for each column.</summary>
    public string Sqlite { get; }

    /// <summary>Many rows: an array for each column.</summary>
    public string Postgres { get; }
}
