using System.Net;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>A postback as it came in: what the pixel log keeps, and all that is needed to run it again (cake.md 8).</summary>
/// <param name="At">When it first arrived; a postback that is run again keeps it.</param>
/// <param name="Url">Path and query as received, at most 8 KB of them.</param>
/// <param name="UrlLength">The length of the whole.</param>
/// <param name="UrlHash">Stands for the whole URL and form (<see cref="PostbackHash.OfUrl"/>).</param>
/// <param name="IdempotencyKey">The sender's name for this request; null where it gave none.</param>
/// <param name="OwnWorker">Whether our own delivery worker signed it.</param>
internal sealed record PostbackArrival(
    Instant At,
    string Method,
    IPAddress Address,
    PostbackPath Path,
    string Url,
    int UrlLength,
    long UrlHash,
    string? Form,
    string? Referrer,
    string? UserAgent,
    string? IdempotencyKey,
    bool OwnWorker
)
{
    public const int LongestUrl = 8 * 1024;

    public const int LongestHeader = 1024;

    public const int LongestForm = 16 * 1024;

    public string Ip { get; } = Address.ToString();

    /// <summary>The number in the browser's cookie; 0 where there is none.</summary>
    public long Session { get; init; }

    /// <summary>As a click keeps it, so that both can be compared.</summary>
    public string? UserAgentOfClick => Storable(UserAgent, Clicks.ClickEndpoint.LongestHeader);

    /// <summary>A text as both databases can keep it: no U+0000, no half characters, at most <paramref name="longest"/> units.</summary>
    public static string? Storable(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var kept = text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        if (kept.Contains('\0'))
            kept = kept.Replace('\0', '\ufffd');
        return kept;
    }
}
