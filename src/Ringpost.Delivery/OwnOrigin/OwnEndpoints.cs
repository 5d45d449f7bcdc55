using Ringpost.Api;

namespace Ringpost.Delivery.OwnOrigin;

/// <summary>
/// The endpoints of this very program that a pixel may call although they may stand on a private address: postbacks, changed amounts (which
/// need an API key like anybody's), the buyer's conversion hook and data enrichment (architecture 4.12, ringba.md 5.4).
/// </summary>
internal sealed class OwnEndpoints(PublicUrls urls)
{
    private static readonly string[] Exact = ["/p.ashx", "/m.ashx"];
    private const string Adjust = "/api/v1/conversions/adjust";
    private static readonly string[] Below = ["/hook/", "/enrich/"];

    /// <summary>Whether it is a postback to our own tracker.</summary>
    public bool IsPostback(Uri url) => urls.IsOwn(url) && Exact.Contains(url.AbsolutePath, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it tells our own tracker of a conversion, or of changed amounts.</summary>
    public bool IsTracker(Uri url) => IsPostback(url) || (urls.IsOwn(url) && url.AbsolutePath.Equals(Adjust, StringComparison.Ordinal));

    public bool Contains(Uri url)
    {
        if (!urls.IsOwn(url))
            return false;
        if (IsTracker(url))
            return true;
        var path = url.AbsolutePath;
        // What a router might read as a way out of the folder is not ours to judge.
        return Array.Exists(Below, folder => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
            && !path.Contains("..", StringComparison.Ordinal)
            && !path.Contains("//", StringComparison.Ordinal)
            && path.AsSpan().IndexOfAny('%', '\\') < 0;
    }
}
