using Ringpost.Api;

namespace Ringpost.Server.Hosting;

/// <summary>Headers that every answer carries, and the content security policy of pages (architecture 4.12).</summary>
internal static class SecurityHeaders
{
    // Carriers and trackers ask these by the thousand and show nothing: a policy for pages would only be weight.
    private static readonly string[] WithoutPages =
    [
        "/p.ashx",
        "/m.ashx",
        "/telephony",
        "/hook",
        "/enrich",
        "/api/v1",
        "/healthz",
        "/readyz",
        "/metrics",
    ];

    private static bool IsWithoutPages(PathString path)
    {
        foreach (var start in WithoutPages)
            if (path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isHttps = app.ApplicationServices.GetRequiredService<PublicUrls>().Public.Scheme == "https";
        app.Use(
            (http, next) =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                if (isHttps)
                    headers.StrictTransportSecurity = "max-age=31536000";
                if (IsWithoutPages(http.Request.Path))
                    return next(http);

                headers["Referrer-Policy"] = "same-origin";
                headers.ContentSecurityPolicy =
                    $"default-src 'self'; script-src 'self' 'nonce-{http.CspNonce()}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                    + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
                return next(http);
            }
        );
    }
}
