using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Compare;

/// <summary>How trackers' files write texts, amounts, flags and telephone numbers (ringba.md 10.2, 10.3, cake.md 9.3, 9.4). No I/O.</summary>
internal static class ForeignValues
{
    private const long Million = 1_000_000;

    private static readonly string[] Nothings = ["-no value-", "null", "nil", "n/a", "-"];

    /// <summary>Letters and digits in lower case: <c>Offer ID</c>, <c>offer_id</c> and <c>OfferId</c> are one title.</summary>
    public static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>Null for nothing in any spelling. A quote that keeps a spreadsheet from running a formula is taken away.</summary>
    public static string? Text(string? cell)
    {
        if (string.IsNullOrEmpty(cell))
            return null;
        if (cell[0] is ' ' or '\'' or '\u00a0' || cell[^1] is ' ' or '\u00a0')
            cell = cell.Trim().TrimStart('\'');
        if (cell.Length == 0)
            return null;
        if (cell.Length <= 10 && cell[0] is '-' or 'n' or 'N')
            foreach (var nothing in Nothings)
                if (cell.Equals(nothing, StringComparison.OrdinalIgnoreCase))
                    return null;
        return cell;
    }

    public static bool? Flag(string text) =>
        text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "Y" or "1" or "ON" => true,
            "FALSE" or "NO" or "N" or "0" or "OFF" => false,
            _ => null,
        };

    /// <summary>The digits with their country's, as <c>12025550181</c>; 0 for what is no number. Ten digits alone are North America's.</summary>
    public static long Number(ReadOnlySpan<char> text)
    {
        var (value, digits, leading) = (0L, 0, 0);
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                if (char.IsAsciiLetter(c))
                    return 0;
                continue;
            }

            if (value == 0 && c == '0')
            {
                leading++;
                continue;
            }

            if (++digits > 15)
                return 0;
            value = value * 10 + (c - '0');
        }

        return digits < 7 ? 0
            : digits == 10 && leading == 0 && !text.Contains('+') ? 10_000_000_000L + value
            : value;
    }

    /// <summary>
    /// An amount in millionths: <c>2.5000</c>, <c>$1,250.00</c>, <c>1.250,00 €</c>, <c>USD 3</c>, <c>-5</c>, <c>(5.00)</c>. Of a point and
    /// a comma the later one is the decimal sign; a comma alone is it unless three digits follow it.
    /// </summary>
    /// <param name="currency">Set where the amount names it by code, € or £; $ can be several.</param>
    public static bool TryAmount(ReadOnlySpan<char> text, out long millionths, ref Currency? currency)
    {
        millionths = 0;
        var negative = false;
        text = text.Trim();
        if (text.Length > 2 && text[0] == '(' && text[^1] == ')')
        {
            text = text[1..^1].Trim();
            negative = true;
        }

        if (text.Length > 3 && char.IsAsciiLetter(text[0]) && Currency.TryParse(text[..3].ToString(), out var before))
        {
            text = text[3..].Trim();
            currency = before;
        }
        else if (text.Length > 3 && char.IsAsciiLetter(text[^1]) && Currency.TryParse(text[^3..].ToString(), out var after))
        {
            text = text[..^3].Trim();
            currency = after;
        }
        var (whole, part, parts, digits) = (0L, 0L, -1, 0);
        var point = Decimal(text);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c))
            {
                if (++digits > 30)
                    return false;
                if (parts < 0)
                {
                    whole = whole * 10 + (c - '0');
                    if (whole > 1_000_000_000_000)
                        return false;
                }
                else if (parts++ < 7)
                {
                    part = part * 10 + (c - '0');
                }
            }
            else if (i == point)
            {
                parts = 0;
            }
            else if (c is '-' or '\u2212' && digits == 0 && !negative)
            {
                negative = true;
            }
            else if (!IsSign(c, ref currency) && c is not (',' or '.' or ' ' or '\u00a0' or '\u202f' or '+'))
            {
                return false;
            }
        }

        if (digits == 0)
            return false;
        // Seven digits behind the point were read at most: the seventh rounds.
        for (var i = Math.Max(parts, 0); i < 7; i++)
            part *= 10;
        millionths = whole * Million + (part + 5) / 10;
        millionths = negative ? -millionths : millionths;
        return true;
    }

    private static bool IsSign(char c, ref Currency? currency)
    {
        if (c is '€' or '£' && Currency.TryParse(c == '€' ? "EUR" : "GBP", out var known))
            currency = known;
        return c is '$' or '€' or '£';
    }

    /// <summary>Where the decimal sign stands; -1 where there is none.</summary>
    private static int Decimal(ReadOnlySpan<char> text)
    {
        var (point, comma) = (text.LastIndexOf('.'), text.LastIndexOf(','));
        if (point >= 0 && comma >= 0)
            return Math.Max(point, comma);
        if (comma >= 0)
            return text.IndexOf(',') == comma && text[(comma + 1)..].Trim(" €£$\u00a0").Length != 3 ? comma : -1;
        return text.IndexOf('.') == point ? point : -1;
    }
}
