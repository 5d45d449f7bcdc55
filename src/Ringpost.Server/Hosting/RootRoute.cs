using Microsoft.AspNetCore.Http.HttpResults;
using Ringpost.Api;

namespace Ringpost.Server.Hosting;

/// <summary><c>/</c> leads to the Console, unless the host is only the tracking address's: who looks there is no user of ours (architecture 5).</summary>
internal static class RootRoute
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/",
                Results<RedirectHttpResult, NotFound> (HttpContext http, PublicUrls urls) =>
                    IsTrackingOnly(http.Request.Host, urls) ? TypedResults.NotFound() : TypedResults.LocalRedirect("/console")
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        // The static pages of Access wear the Console's mark without knowing the Console.
        routes
            .MapGet("/favicon.svg", () => TypedResults.LocalRedirect("/_content/Ringpost.Console/favicon.svg"))
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    internal static bool IsTrackingOnly(HostString host, PublicUrls urls) =>
        string.Equals(host.Host, urls.Tracking.Host, StringComparison.OrdinalIgnoreCase)
        && !string.Equals(urls.Tracking.Host, urls.Public.Host, StringComparison.OrdinalIgnoreCase);
}
