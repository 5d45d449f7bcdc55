using Ringpost.Primitives;

namespace Ringpost.CallTracking.Blocks;

/// <summary>What can be blocked, as people write it: a number, a beginning as <c>+1 661*</c>, or <c>anonymous</c> (ringba.md 9.6).</summary>
internal static class BlockPattern
{
    public const string Anonymous = "+anonymous";

    public const char Wildcard = '*';

    /// <summary>A number has at most 15 digits, of which a beginning leaves at least one open.</summary>
    private const int MostDigits = 14;

    /// <summary>As it is stored; null where it is none, and then what is wrong with it.</summary>
    /// <param name="country">Of a number without country code.</param>
    public static string? Read(string? text, string country, out Phrase error)
    {
        error = "";
        // A spreadsheet's file has a quote before what it could take for a formula.
        var pattern = text?.Trim().TrimStart('\'') ?? "";
        if (pattern.TrimStart('+').Equals("anonymous", StringComparison.OrdinalIgnoreCase))
            return Anonymous;
        if (pattern.EndsWith(Wildcard))
            return Prefix(pattern[..^1], out error);
        if (PhoneNumber.TryParse(pattern, country, out var number))
            return number.E164;
        error =
            pattern.Length == 0
                ? "A number is needed: +16615550106, a beginning as +1661*, or anonymous."
                : "This is no telephone number; write it with its country code, as +16615550106, a beginning as +1661*, or anonymous.";
        return null;
    }

    private static string? Prefix(string text, out Phrase error)
    {
        error = "";
        if (text.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '-' or '(' or ')' or '.')) || text.LastIndexOf('+') != 0)
        {
            error = "A beginning starts with its country code, as +1661*.";
            return null;
        }

        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        if (digits.Length is 0 or > MostDigits)
        {
            error = $"A beginning has 1 to {MostDigits} digits, as +1661*.";
            return null;
        }

        return $"+{digits}{Wildcard}";
    }
}
