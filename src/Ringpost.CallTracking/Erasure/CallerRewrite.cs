using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PhoneNumbers;
using Ringpost.Storage.Erasure;

namespace Ringpost.CallTracking.Erasure;

/// <summary>
/// Takes one number out of texts, however it is written: with and without country code, grouped, percent-encoded, escaped in JSON, or as area code,
/// prefix and suffix one after another. Digits that are part of a longer number or of an id are left.
/// </summary>
internal sealed class CallerRewrite
{
    private const string Grouping = @"(?:[ ().\-/+_]|%2[089B-Fb-f]|\\u00[0-9A-Fa-f]{2}){0,4}";

    // Before a number stands no digit, but for those of an escape.
    private const string Begins = @"(?<=^|[^0-9]|%[0-9A-Fa-f]{2}|%25[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})";

    private readonly Regex _anywhere;
    private readonly Regex _asJsonNumber;
    private readonly Regex? _inParts;
    private readonly string _word;

    /// <param name="e164">The number.</param>
    /// <param name="word">What stands in its place.</param>
    public CallerRewrite(string e164, string word)
    {
        _word = word;
        var digits = e164.TrimStart('+');
        var (country, national) = Split(e164, digits);
        var code = country.Length == 0 ? "0?" : $@"(?:(?:\+|%2B|%252B|\\u002B|00|011)?{country}{Grouping}(?:0{Grouping})?|0)?";
        var number = $@"{code}(?:\(|%28)?{string.Join(Grouping, national.ToCharArray())}(?![0-9])";
        _anywhere = Make(Begins + number);
        _asJsonNumber = Make($@"(?<=[:\[,]\s*){number}(?=\s*[,}}\]])");
        if (country == "1" && national.Length == 10)
            _inParts = Make($@"(?<![0-9]){national[..3]}([^0-9]{{1,60}}){national[3..6]}([^0-9]{{1,60}}){national[6..]}(?![0-9])");
        // Written in groups of two, as in France, no more than the last two digits stand together.
        Hint = country == "1" && national.Length == 10 ? national[6..] : digits[^2..];
        Spellings = [.. new[] { e164, digits, national }.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every text that names the number has this.</summary>
    public string Hint { get; }

    /// <summary>The number as a value of its own, as systems write it.</summary>
    public IReadOnlyList<string> Spellings { get; }

    public TextRewrite ToTexts() => new(Hint, Apply);

    public string Apply(string text)
    {
        if (!text.Contains(Hint, StringComparison.Ordinal))
            return text;
        // Where JSON has a bare number, a word would break it.
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
            text = _asJsonNumber.Replace(text, "null");
        text = _anywhere.Replace(text, _word);
        return _inParts is null ? text : _inParts.Replace(text, $"{_word}$1{_word}$2{_word}");
    }

    /// <summary>The same for the texts of one call, whose recording goes too: the links that open it at the carrier.</summary>
    public Func<string, string> With(IEnumerable<string?> links)
    {
        string[] spelled =
        [
            .. links
                .OfType<string>()
                .Where(l => l.Length > 0)
                .SelectMany(l => new[] { l, Uri.EscapeDataString(l), JsonSerializer.Serialize(l).Trim('"') })
                .Distinct(StringComparer.Ordinal),
        ];
        return text => spelled.Aggregate(Apply(text), (all, link) => all.Replace(link, _word, StringComparison.Ordinal));
    }

    private static (string Country, string National) Split(string e164, string digits)
    {
        try
        {
            var library = PhoneNumberUtil.GetInstance();
            var parsed = library.Parse(e164, null);
            return (parsed.CountryCode.ToString(CultureInfo.InvariantCulture), library.GetNationalSignificantNumber(parsed));
        }
        catch (NumberParseException)
        {
            return ("", digits);
        }
    }

    private static Regex Make(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
}
