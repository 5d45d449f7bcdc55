using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Ringpost.Attribution.Import;

/// <summary>A CSV file of an import, by its name.</summary>
/// <param name="Open">Opens it from its beginning, as often as it is asked.</param>
public sealed record ImportSource(string Name, Func<Stream> Open);

/// <summary>Reads a CAKE file line by line; titles are matched without regard to case, blanks and underscores (cake.md 9.3, 10.3).</summary>
internal sealed class CakeFile(ImportSource source, ImportLog log, TimeZoneInfo zone)
{
    private readonly HashSet<int> _asked = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Where the names lie that rows ask for, or -1: each is made plain once, not for each row.</summary>
    private readonly Dictionary<string, int> _asks = new(StringComparer.Ordinal);
    private string[] _titles = [];

    public string Name { get; } = source.Name;

    public ImportLog Log { get; } = log;

    /// <summary>For dates, which carry no offset.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    public IEnumerable<CakeRow> Rows()
    {
        using var text = new StreamReader(source.Open(), detectEncodingFromByteOrderMarks: true);
        using var csv = new CsvParser(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                BadDataFound = null,
                IgnoreBlankLines = true,
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
            }
        );
        if (!csv.Read())
        {
            Log.Note(Name, 0, null, "The file is empty.");
            yield break;
        }

        ReadTitles(csv.Record!);
        while (csv.Read())
            yield return new CakeRow(this, csv.Row, csv.Record!);
    }

    /// <summary>Tells of columns that nothing asked for; call after the rows.</summary>
    public void NoteUnknown()
    {
        for (var i = 0; i < _titles.Length; i++)
            if (!_asked.Contains(i) && _titles[i].Trim().Length > 0)
                Log.Note(Name, 0, _titles[i], "This column is not known and was not read.");
    }

    public int Find(params string[] names)
    {
        var found = -1;
        foreach (var name in names)
        {
            if (!_asks.TryGetValue(name, out var place))
            {
                place = _asks[name] = _places.TryGetValue(CakeValues.Plain(name), out var there) ? there : -1;
                if (place >= 0)
                    _asked.Add(place);
            }

            // All spellings of one thing are known; the first that is there counts.
            found = found < 0 ? place : found;
        }

        return found;
    }

    /// <summary>The column as the file spells it, else the name that was looked for.</summary>
    public string Title(params string[] names) => Find(names) is var place and >= 0 ? _titles[place] : names[0];

    private void ReadTitles(string[] titles)
    {
        _titles = titles;
        for (var i = 0; i < titles.Length; i++)
            if (!_places.TryAdd(CakeValues.Plain(titles[i]), i) && titles[i].Trim().Length > 0)
                Log.Note(Name, 1, titles[i], "This column is there twice; the first one counts.");
    }
}
