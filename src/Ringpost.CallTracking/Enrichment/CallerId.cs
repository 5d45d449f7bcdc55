using Ringpost.Primitives;

namespace Ringpost.CallTracking.Enrichment;

/// <summary>A caller's number as senders write it: <c>+1…</c>, <c>%2B1…</c>, <c>1…</c> and the national form (ringba.md 12.2).</summary>
internal static class CallerId
{
    /// <param name="text">Decoded once, as a query is: a bare <c>+</c> has become a space, a <c>%2B</c> that was encoded twice is still there.</param>
    /// <param name="country">Of the number's campaign: of it a number without country code is.</param>
    public static PhoneNumber? Read(string text, string country)
    {
        var number = text.Trim().Replace("%2B", "+", StringComparison.OrdinalIgnoreCase);
        if (PhoneNumber.TryParse(number, country, out var asWritten))
            return asWritten;
        return PhoneNumber.TryParse("+" + number.TrimStart('+'), country, out var international) ? international : null;
    }
}
