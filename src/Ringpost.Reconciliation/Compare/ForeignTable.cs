using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Rows of a file with titles above them, one after the other.</summary>
internal abstract class ForeignTable : IDisposable
{
    /// <summary>Empty where the file is. An XML file's can grow while it is read.</summary>
    public abstract IReadOnlyList<string> Titles { get; }

    /// <summary>Where in the file the row that was read last ends.</summary>
    public abstract long Line { get; }

    public abstract bool Read();

    /// <summary>The cell of a column in the row that was read last; null where the row is too short.</summary>
    public abstract string? this[int column] { get; }

    public abstract void Dispose();

    /// <summary>By what the file begins with: CSV or XML.</summary>
    public static ForeignTable Open(CompareSource source)
    {
        var text = source.OpenText();
        while (text.Peek() is var next and >= 0 && (char.IsWhiteSpace((char)next) || next == '\uFEFF'))
            text.Read();
        return text.Peek() switch
        {
            '<' => new XmlTable(text),
            '{' or '[' => throw new FormatException(
                "This is JSON, which is not read. Ask for the same report as XML (a GET request answers it), or export it as CSV."
            ),
            'P' when source.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) => throw new FormatException(
                "This is a workbook. Save it as CSV and compare that."
            ),
            _ => new CsvTable(text),
        };
    }

    private sealed class CsvTable : ForeignTable
    {
        private readonly CsvParser _csv;

        public CsvTable(StreamReader text)
        {
            _csv = new CsvParser(
                text,
                new CsvConfiguration(CultureInfo.InvariantCulture)
                {
                    BadDataFound = null,
                    IgnoreBlankLines = true,
                    DetectDelimiter = true,
                    DetectDelimiterValues = [",", ";", "\t"],
                    // A quote that is never closed would take in the rest of the file.
                    MaxFieldSize = 100_000,
                    BufferSize = 64 * 1024,
                    ProcessFieldBufferSize = 4096,
                }
            );
            Titles = _csv.Read() ? [.. _csv.Record!.Select(t => t.Trim().TrimStart('\uFEFF'))] : [];
        }

        public override IReadOnlyList<string> Titles { get; }

        public override long Line => _csv.RawRow;

        public override string? this[int column] => column < _csv.Count ? _csv[column] : null;

        public override bool Read()
        {
            try
            {
                return _csv.Read();
            }
            catch (MaxFieldSizeException)
            {
                throw new FormatException($"Line {Line}: a quote is opened and never closed.");
            }
        }

        public override void Dispose() => _csv.Dispose();
    }
}
