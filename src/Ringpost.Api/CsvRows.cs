using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>A line of a file; a column that is not there reads as empty.</summary>
public sealed record CsvRow(long No, IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells.GetValueOrDefault(column, "");

    public bool Has(string column) => this[column].Length > 0;
}

/// <summary>Reads a file with a head line; columns are found by name, in any order, capitals and blanks aside.</summary>
public static class CsvRows
{
    /// <summary>More than this is asked for in several files.</summary>
    public const int Most = 50_000;

    /// <param name="known">The columns that mean something; others are passed over.</param>
    /// <param name="needed">Those that must be there.</param>
    public static Result<IReadOnlyList<CsvRow>> Read(string file, IReadOnlyList<string> known, IReadOnlyList<string> needed)
    {
        using var csv = new CsvReader(
            new StringReader(file.TrimStart('\uFEFF')),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
                BadDataFound = null,
                MissingFieldFound = null,
                TrimOptions = TrimOptions.Trim,
            }
        );
        if (!csv.Read() || !csv.ReadHeader())
            return new Invalid("file", "The file is empty.");
        var columns = csv.HeaderRecord!.Select(h => known.FirstOrDefault(k => Plain(k) == Plain(h))).ToArray();
        var missing = needed.Except(columns.OfType<string>()).ToList();
        if (missing.Count > 0)
            return new Invalid(
                "file",
                $"The file lacks the column {string.Join(", ", missing)}. Known columns: {string.Join(", ", known)}."
            );
        var rows = new List<CsvRow>();
        while (csv.Read())
        {
            if (rows.Count == Most)
                return new Invalid("file", $"At most {Most} rows at a time.");
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < columns.Length; i++)
                if (columns[i] is { } column && csv.TryGetField<string>(i, out var cell) && !string.IsNullOrWhiteSpace(cell))
                    cells[column] = cell;
            if (cells.Count > 0)
                rows.Add(new CsvRow(csv.Parser.RawRow, cells));
        }

        return rows.Count == 0 ? new Invalid("file", "The file has no rows below its head.") : rows;
    }

    private static string Plain(string text) =>
        text.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
