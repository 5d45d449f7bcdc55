namespace Ringpost.Reconciliation.Compare;

/// <summary>Which column of a file holds what, by its titles and what the flags say.</summary>
internal sealed class ColumnPlan
{
    private readonly int[] _places;
    private readonly string[] _titles;

    private ColumnPlan(string side, int[] places, string[] titles, string? zone) =>
        (Side, _places, _titles, ZoneOfTitle) = (side, places, titles, zone);

    public string Side { get; }

    /// <summary>The zone that a time's title tells, as our own files do: <c>Conversion Date (America/New_York)</c>.</summary>
    public string? ZoneOfTitle { get; }

    public int Place(int column) => _places[column];

    public bool Has(int column) => _places[column] >= 0;

    public string Title(int column) => _titles[column];

    /// <summary>Takes a column that was found by what stands in it.</summary>
    public void Take(int column, int place, string title) => (_places[column], _titles[column]) = (place, title);

    public bool IsTaken(int place) => Array.IndexOf(_places, place) >= 0;

    /// <param name="chosen">Titles by the flags' names of columns, as <c>calls.payout</c>; an empty title leaves the column out.</param>
    public static ColumnPlan Make(
        string side,
        IReadOnlyList<string> titles,
        string[][] known,
        IReadOnlyDictionary<string, string> chosen,
        CompareProblems problems
    )
    {
        var plain = new Dictionary<string, int>(StringComparer.Ordinal);
        string? zone = null;
        for (var i = 0; i < titles.Count; i++)
        {
            plain.TryAdd(ForeignValues.Plain(titles[i]), i);
            if (InBrackets(titles[i]) is var (outside, inside))
                plain.TryAdd(ForeignValues.Plain(outside), i);
        }

        var places = new int[known.Length];
        var names = new string[known.Length];
        for (var column = 0; column < known.Length; column++)
        {
            (places[column], names[column]) = (-1, known[column][0]);
            var flag = CompareColumns.Name(side, column);
            if (chosen.TryGetValue(flag, out var wanted))
            {
                if (wanted.Length == 0)
                    continue;
                if (plain.TryGetValue(ForeignValues.Plain(wanted), out var there))
                    (places[column], names[column]) = (there, titles[there]);
                else
                    problems.OfFile($"There is no column “{wanted}” as --column {flag} says. Its columns: {List(titles)}.");
            }
            else if (known[column].FirstOrDefault(t => plain.ContainsKey(ForeignValues.Plain(t))) is { } found)
            {
                places[column] = plain[ForeignValues.Plain(found)];
                names[column] = titles[places[column]];
            }

            if (places[column] >= 0 && InBrackets(titles[places[column]]) is var (_, name) && TryZone(name))
                zone ??= name;
        }

        return new ColumnPlan(side, places, names, zone);
    }

    public static string List(IReadOnlyList<string> titles) =>
        string.Join(", ", titles.Take(40)) + (titles.Count > 40 ? $" and {titles.Count - 40} more" : "");

    private static (string Outside, string Inside)? InBrackets(string title) =>
        title.EndsWith(')') && title.LastIndexOf('(') is var at and > 0 ? (title[..at].Trim(), title[(at + 1)..^1]) : null;

    private static bool TryZone(string name) => Primitives.TimeZones.TryFind(name, out _);
}
