using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>One line of a CAKE file. What can't be read becomes a problem at its column; a column that nothing asks for is unknown.</summary>
internal sealed class CakeRow(CakeFile file, long number, string?[] cells)
{
    private static readonly string[] Nothings = ["", "null", "nil", "n/a"];

    public string File { get; } = file.Name;

    public long Number { get; } = number;

    public bool IsWrong => file.Log.IsWrong(File, Number);

    /// <summary>Whether the file has one of these columns at all; an absent column says nothing about the value.</summary>
    public bool Has(params string[] names) => file.Find(names) >= 0;

    public string? Text(params string[] names)
    {
        var place = file.Find(names);
        if (place < 0 || place >= cells.Length)
            return null;
        var text = cells[place]?.Trim();
        return text is null || Nothings.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : text;
    }

    public string? Text(int longest, params string[] names)
    {
        if (Text(names) is not { } text)
            return null;
        if (text.Contains('\0', StringComparison.Ordinal))
            Error(names, "A text can't hold U+0000.");
        if (text.Length <= longest)
            return text;
        Error(names, $"Longer than {longest} characters.");
        return text[..longest];
    }

    /// <summary>A name that must be there.</summary>
    public string Name(int longest, params string[] names)
    {
        if (Text(longest, names) is { } text)
            return text;
        Error(names, "A name is needed.");
        return "";
    }

    /// <summary>A positive number; null where there is none or 0.</summary>
    public long? Id(params string[] names)
    {
        if (Text(names) is not { } text)
            return null;
        if (long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id))
            return id == 0 ? null : id;
        if (text != "-1")
            Error(names, $"“{Short(text)}” is not a number.");
        return null;
    }

    public long NeededId(params string[] names)
    {
        if (Id(names) is { } id)
            return id;
        if (!IsWrong || Text(names) is null)
            Error(names, "A number is needed.");
        return 0;
    }

    public long? Millionths(params string[] names)
    {
        if (Text(names) is not { } text || text == "-1")
            return null;
        if (!CakeValues.TryMoney(text, out var millionths, out var rounded))
        {
            Error(names, $"“{Short(text)}” is not an amount.");
            return null;
        }

        if (rounded)
            Note(names, $"{text} has more than six digits behind the point; taken is {Money.Format(millionths)}.");
        return millionths;
    }

    public bool? Flag(params string[] names)
    {
        if (Text(names) is not { } text)
            return null;
        if (CakeValues.Flag(text) is { } flag)
            return flag;
        Error(names, $"“{Short(text)}” is neither yes nor no.");
        return null;
    }

    public long Bit(bool absent, params string[] names) => (Flag(names) ?? absent) ? 1 : 0;

    public string Word(IReadOnlyDictionary<string, string> words, string absent, params string[] names)
    {
        if (Text(names) is not { } text)
            return absent;
        if (CakeValues.Word(text, words) is { } word)
            return word;
        Error(names, $"“{Short(text)}” is none of {string.Join(", ", words.Values.Distinct())}.");
        return absent;
    }

    public long? Whole(long least, long most, params string[] names)
    {
        if (Text(names) is not { } text || text == "-1")
            return null;
        if (
            long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            return number;
        Error(names, $"“{Short(text)}” is not a number from {least} to {most}.");
        return null;
    }

    public Instant? Moment(params string[] names)
    {
        if (Text(names) is not { } text)
            return null;
        if (CakeValues.TryMoment(text, file.Zone, out var moment))
            return moment;
        Error(names, $"“{Short(text)}” is not a date.");
        return null;
    }

    /// <summary>A field that is known and that nothing here stands for; a value other than the ones that mean nothing is noted.</summary>
    public void NotBuilt(Phrase what, params string[] names)
    {
        if (Text(names) is { } text && text is not ("-1" or "0" or "0.00") && CakeValues.Flag(text) != false)
            Note(names, $"{what} is not built; “{Short(text)}” is left out.");
    }

    public void Error(string[] names, Phrase message) => file.Log.Error(File, Number, file.Title(names), message);

    public void Note(string[] names, Phrase message) => file.Log.Note(File, Number, file.Title(names), message);

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
