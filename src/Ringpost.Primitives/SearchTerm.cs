using System.Globalization;

namespace Ringpost.Primitives;

/// <summary>What a person typed to find something, read as everything that it may be. Without I/O.</summary>
public sealed record SearchTerm
{
    public const int Longest = 200;

    /// <summary>Ids are found by their first so many digits; fewer would begin every id of months.</summary>
    private const int ShortestId = 10;

    private const int IdLength = 32;
    private const int ShortestPrefix = 6;
    private const int ShortestPart = 3;
    private const int ShortestForeignId = 8;

    private SearchTerm(string text) => Text = text;

    /// <summary>As typed, without white space around it and with single spaces within.</summary>
    public string Text { get; }

    /// <summary>The beginning of an id of hex digits, or all of it: lower case, without dashes. Null where it can't be one.</summary>
    public string? Id { get; private init; }

    public bool IsWholeId => Id is { Length: IdLength };

    /// <summary>The texts that ids of others are compared with, exactly: as typed, and a whole id of ours as it is written.</summary>
    public IReadOnlyList<string> Exact => IsWholeId && Id != Text ? [Text, Id!] : [Text];

    /// <summary>As a carrier may call a call: letters, digits and a few marks, in one word. Null where it can't be one.</summary>
    public string? ForeignId { get; private init; }

    /// <summary>As the id of a record that is counted: an offer, a conversion.</summary>
    public long? Number { get; private init; }

    /// <summary>The telephone numbers that it may be, one for each country that it can belong to.</summary>
    public IReadOnlyList<PhoneNumber> Phones { get; private init; } = [];

    /// <summary>The digits of what may be a part of a telephone number; null where it is none.</summary>
    public string? Digits { get; private init; }

    /// <summary>How numbers begin in E.164 that it may be the beginning of.</summary>
    public IReadOnlyList<string> PhonePrefixes { get; private init; } = [];

    /// <summary>Null where there is nothing to look for.</summary>
    /// <param name="text">As typed or pasted: a name, an id, a number in any format, as <c>tel:</c> or out of a URL.</param>
    /// <param name="countries">Whose national numbers are meant where none is said, the likeliest first.</param>
    public static SearchTerm? Read(string? text, IEnumerable<string> countries)
    {
        var words = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var plain = string.Join(' ', words);
        if (plain.Length is 0 or > Longest)
            return null;
        var phone = PhoneText(plain);
        string[] places = phone is null ? [] : [.. countries.Distinct(StringComparer.Ordinal)];
        var digits = phone is null ? "" : string.Concat(phone.Where(char.IsAsciiDigit));
        return new SearchTerm(plain)
        {
            Id = IdOf(plain),
            ForeignId = IsForeignId(plain) ? plain : null,
            Number = long.TryParse(plain.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            Phones = [.. Spellings(phone, digits, places).Distinct()],
            Digits = digits.Length >= ShortestPart ? digits : null,
            PhonePrefixes = digits.Length < ShortestPrefix ? [] : [.. Prefixes(phone!, digits, places).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>
    /// How well a name fits, the least best: all of it or all of one of its ids, its beginning, a word's beginning, within it. Null where a word
    /// is missing.
    /// </summary>
    public int? RankOf(string name, params ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
            if (id.Length > 0 && id.Equals(Text, StringComparison.OrdinalIgnoreCase))
                return 0;
        if (name.Equals(Text, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (!Text.Split(' ').All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (name.StartsWith(Text, StringComparison.OrdinalIgnoreCase))
            return 1;
        return name.Contains(' ' + Text, StringComparison.OrdinalIgnoreCase) ? 2 : 3;
    }

    private static string? IdOf(string text)
    {
        var hex = text.Replace("-", "", StringComparison.Ordinal);
        return hex.Length is >= ShortestId and <= IdLength && hex.All(char.IsAsciiHexDigit) ? hex.ToLowerInvariant() : null;
    }

    private static bool IsForeignId(string text) =>
        text.Length >= ShortestForeignId
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:@".Contains(c))
        && text.Any(char.IsAsciiDigit);

    /// <summary>The number without what it was pasted with; null where letters say that it is none.</summary>
    private static string? PhoneText(string text)
    {
        var bare = text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        bare = bare.Replace("%2B", "+", StringComparison.OrdinalIgnoreCase);
        if (bare.StartsWith("00", StringComparison.Ordinal))
            bare = "+" + bare[2..];
        return bare.All(c => char.IsAsciiDigit(c) || "+()-./ \u2010\u2011\u2013".Contains(c)) && bare.Any(char.IsAsciiDigit) ? bare : null;
    }

    private static IEnumerable<PhoneNumber> Spellings(string? phone, string digits, string[] countries)
    {
        if (phone is null)
            yield break;
        foreach (var country in countries)
            if (PhoneNumber.TryParse(phone, country, out var number))
                yield return number;
        // A number that lost its plus in a file.
        if (!phone.Contains('+') && digits.Length > 10 && PhoneNumber.TryParse("+" + digits, "ZZ", out var international))
            yield return international;
    }

    private static IEnumerable<string> Prefixes(string phone, string digits, string[] countries)
    {
        yield return "+" + digits;
        if (phone.Contains('+'))
            yield break;
        foreach (var country in countries)
            if (PhoneNumber.CallingCode(country) is { } code)
                yield return $"+{code}{digits.TrimStart('0')}";
    }
}
