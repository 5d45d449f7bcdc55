namespace Ringpost.Api;

/// <summary>
/// The addresses that others know us by (api-v1.md): <c>Public</c> for people and carriers, <c>Tracking</c> for
/// pixels, postbacks and clicks. Without a trailing slash. The host settles them from settings and <c>--urls</c>.
/// </summary>
public sealed class PublicUrls(Uri @public, Uri tracking)
{
    public Uri Public { get; } = @public;

    public Uri Tracking { get; } = tracking;

    public string PublicOrigin => Public.GetLeftPart(UriPartial.Authority);

    public string TrackingOrigin => Tracking.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether a URL goes to this very program: the exact origin of either address.</summary>
    public bool IsOwn(Uri url) =>
        url.GetLeftPart(UriPartial.Authority) is var origin && (origin == PublicOrigin || origin == TrackingOrigin);
}
