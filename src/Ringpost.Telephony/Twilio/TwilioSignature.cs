using System.Security.Cryptography;
using System.Text;

namespace Ringpost.Telephony.Twilio;

/// <summary>Which of the ways to sign fitted (telephony.md C4).</summary>
internal enum SignatureMatch
{
    None,
    AllFields,

    /// <summary>Fits when <c>CallToken</c> and <c>StirVerstat</c> are left out: some say that they are added after signing.</summary>
    WithoutLateFields,
}

/// <summary>
/// <c>base64(HMAC-SHA1(token, url + sorted keys with values))</c> over the public URL. Keys in ordinal order; a repeated key gives its
/// distinct values, sorted (telephony.md C4).
/// </summary>
internal static class TwilioSignature
{
    private static readonly string[] LateFields = ["CallToken", "StirVerstat"];

    public static SignatureMatch Check(
        string token,
        Uri url,
        string rawUrl,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        string? signature
    )
    {
        if (string.IsNullOrEmpty(signature))
            return SignatureMatch.None;
        var given = Encoding.UTF8.GetBytes(signature);
        var match = SignatureMatch.None;
        foreach (var candidate in Spellings(url, rawUrl))
            if (match == SignatureMatch.None && Fits(token, candidate, fields, given))
                match = SignatureMatch.AllFields;
        if (match != SignatureMatch.None || !fields.Any(f => LateFields.Contains(f.Key)))
            return match;
        var early = fields.Where(f => !LateFields.Contains(f.Key)).ToList();
        foreach (var candidate in Spellings(url, rawUrl))
            if (match == SignatureMatch.None && Fits(token, candidate, early, given))
                match = SignatureMatch.WithoutLateFields;
        return match;
    }

    public static string Compute(string token, string url, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        KeyValuePair<string, string>[] sorted = [.. fields];
        Array.Sort(sorted, ByKeyAndValue);
        var text = new StringBuilder(url, 1024);
        for (var i = 0; i < sorted.Length; i++)
            if (i == 0 || ByKeyAndValue(sorted[i - 1], sorted[i]) != 0)
                text.Append(sorted[i].Key).Append(sorted[i].Value);
#pragma warning disable CA5350 // The carrier's protocol fixes HMAC-SHA1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text.ToString())));
#pragma warning restore CA5350
    }

    private static int ByKeyAndValue(KeyValuePair<string, string> one, KeyValuePair<string, string> other) =>
        string.CompareOrdinal(one.Key, other.Key) is var keys and not 0 ? keys : string.CompareOrdinal(one.Value, other.Value);

    private static bool Fits(string token, string url, IReadOnlyList<KeyValuePair<string, string>> fields, byte[] given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(token, url, fields)), given);

    /// <summary>The URL as it is, with the default port written out, and without its port: carriers differ (telephony.md C4).</summary>
    private static IEnumerable<string> Spellings(Uri url, string rawUrl)
    {
        yield return rawUrl;
        var origin = url.GetLeftPart(UriPartial.Authority);
        if (!rawUrl.StartsWith(origin, StringComparison.OrdinalIgnoreCase))
            yield break;
        var rest = rawUrl[origin.Length..];
        yield return url.IsDefaultPort ? $"{origin}:{url.Port}{rest}" : $"{url.Scheme}://{url.Host}{rest}";
    }
}
