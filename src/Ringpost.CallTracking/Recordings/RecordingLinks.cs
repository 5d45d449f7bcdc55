using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage.Secrets;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Links that open a copied recording for a while: whoever has one may listen, so each is signed for its call and its end.</summary>
public sealed class RecordingLinks(SecretBox secrets, PublicUrls urls)
{
    private const string Purpose = "recording-link";

    public string For(CallId call, Instant expires)
    {
        var until = (expires.UnixMilliseconds / 1000).ToString(CultureInfo.InvariantCulture);
        return $"{urls.PublicOrigin}/recordings/{call}?expires={until}&signature={Sign(call, until)}";
    }

    public LinkVerdict Check(CallId call, string? expires, string? signature, Instant now)
    {
        if (expires is not { Length: > 0 and <= 12 } || signature is null)
            return LinkVerdict.NotOurs;
        var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(call, expires)), Encoding.UTF8.GetBytes(signature));
        if (!fits || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until))
            return LinkVerdict.NotOurs;
        return until * 1000 < now.UnixMilliseconds ? LinkVerdict.Expired : LinkVerdict.Opens;
    }

    private string Sign(CallId call, string until) => secrets.Fingerprint($"{call}\n{until}", Purpose);
}

public enum LinkVerdict
{
    Opens,
    Expired,

    /// <summary>Its signature does not fit.</summary>
    NotOurs,
}
