using System.Globalization;
using Microsoft.AspNetCore.Http;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>The tracking domain's cookie: the number of the browser's session, which <c>#reqid#</c> says (cake.md 2.10).</summary>
internal sealed class SessionCookie(PublicUrls urls)
{
    public const string Name = "rp_session",
        TestName = "rp_test";

    private const int TestSeconds = 3600;

    private static readonly TimeSpan Oldest = TimeSpan.FromDays(400);

    /// <summary>Before it no session was given out.</summary>
    private static readonly Instant FirstOwn = Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>0 where there is none. A number that we can't have given out within 400 days is not taken: nobody plants one.</summary>
    public static long Read(HttpRequest request, Instant now) => Read(request, Name, now);

    /// <summary>A pixel goes by the test that the browser is in, if it is in one.</summary>
    public static long ReadOfPixel(HttpRequest request, Instant now) =>
        Read(request, TestName, now) is not 0 and var test ? test : Read(request, Name, now);

    private static long Read(HttpRequest request, string name, Instant now) =>
        request.Cookies.TryGetValue(name, out var text)
        && text.Length <= 19
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var session)
        && session >= Identifiers.FirstNumber(now - Oldest)
        && session < Identifiers.FirstNumber(now + TimeSpan.FromMinutes(5))
            ? session
            : 0;

    /// <summary>Whether a session's number can't be one of ours, which are made from the moment: CAKE's count up.</summary>
    public static bool IsImported(long session) => session < Identifiers.FirstNumber(FirstOwn);

    /// <summary>
    /// A pixel on the advertiser's page sends the cookie from another site: that takes <c>SameSite=None</c>, which browsers accept with
    /// <c>Secure</c> only. Without https it stays <c>Lax</c> and serves pages of the same site.
    /// </summary>
    public void Write(HttpContext http, long session, int days) => Write(http, Name, session, days * 86_400L);

    public void WriteTest(HttpContext http, long session) => Write(http, TestName, session, TestSeconds);

    private void Write(HttpContext http, string name, long session, long seconds)
    {
        var https = http.Request.IsHttps || urls.Tracking.Scheme == Uri.UriSchemeHttps;
        http.Response.Headers.SetCookie = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}={session}; Path=/; Max-Age={seconds}; HttpOnly; {(https ? "Secure; SameSite=None" : "SameSite=Lax")}"
        );
    }
}
