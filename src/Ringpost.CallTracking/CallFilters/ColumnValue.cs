using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>How values are read and compared, the same in memory and in both databases.</summary>
internal static partial class ColumnValue
{
    /// <summary>Longer digits are no number, in the databases neither.</summary>
    public const int LongestNumber = 30;

    /// <summary>Of A to Z only: what both databases know without a language.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
            folded.Append(char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter);
        return folded.ToString();
    }

    public static bool Holds(ColumnComparison comparison, string? value, string asked)
    {
        var (text, wanted) = (Fold(value ?? ""), Fold(asked));
        return comparison switch
        {
            ColumnComparison.Equals => text == wanted,
            ColumnComparison.Contains => text.Contains(wanted, StringComparison.Ordinal),
            ColumnComparison.BeginsWith => text.StartsWith(wanted, StringComparison.Ordinal),
            ColumnComparison.GreaterThan => TryReadNumber(text, out var left) && TryReadNumber(wanted, out var right) && left > right,
            ColumnComparison.LessThan => TryReadNumber(text, out var left) && TryReadNumber(wanted, out var right) && left < right,
        };
    }

    public static bool TryReadNumber(string text, out double number)
    {
        number = 0;
        return text.Length is > 0 and <= LongestNumber
            && Number().IsMatch(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    public static long? Seconds(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 1_000_000_000)
            return seconds;
        return Length().Match(text) is { Success: true } match ? (Part(match, 1) * 3600) + (Part(match, 2) * 60) + Part(match, 3) : null;
    }

    public static long? Millionths(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && Math.Abs(amount) <= Money.Largest
        && Math.Round(amount, 6) == amount
            ? Money.ToMillionths(amount)
            : null;

    /// <summary>What of a number is looked for: all of it in E.164, or its digits in order, with a plus where one was given.</summary>
    public static string Phone(ColumnComparison comparison, string text)
    {
        if (comparison == ColumnComparison.Equals)
            return PhoneNumber.TryParse(text, "US", out var number) ? number.E164 : text;
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return comparison == ColumnComparison.BeginsWith ? "+" + digits : digits;
    }

    private static long Part(Match match, int group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])\z")]
    private static partial Regex Length();
}
