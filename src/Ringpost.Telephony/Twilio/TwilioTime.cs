using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Telephony.Twilio;

/// <summary>The carrier's clock in its two spellings: RFC 2822 as <c>Tue, 12 May 2015 17:52:22 +0000</c>, ISO 8601 (telephony.md C3, C6).</summary>
internal static class TwilioTime
{
    private static readonly string[] Rfc2822 =
    [
        "ddd, d MMM yyyy HH:mm:ss zzz",
        "d MMM yyyy HH:mm:ss zzz",
        "ddd, d MMM yyyy HH:mm:ss 'GMT'",
    ];

    public static Instant? Parse(string? text)
    {
        if (text is null or { Length: > 64 })
            return null;
        if (DateTimeOffset.TryParseExact(text, Rfc2822, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return Instant.From(at);
        return text.Contains('T', StringComparison.Ordinal) && Instant.TryParse(text, null, out var iso) ? iso : null;
    }
}
