using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Ringpost.Api;

/// <summary>
/// Refuses a write that another site's page makes a signed-in person's browser send: it carries the person's cookie and that page's origin.
/// Programs send a key, which no browser adds by itself.
/// </summary>
internal static class ForeignOrigin
{
    public static ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var isWrite = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return isWrite && origin.Length > 0 && request.Headers.Authorization.Count == 0 && !IsOurs(context.HttpContext, origin)
            ? ValueTask.FromResult<object?>(
                TypedResults.Problem(
                    new ProblemDetails
                    {
                        Status = StatusCodes.Status403Forbidden,
                        Type = "foreign-origin",
                        Title = "Another site's page may not act for you.",
                    }
                )
            )
            : next(context);
    }

    private static bool IsOurs(HttpContext http, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (
            string.Equals(from.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase)
            || (http.RequestServices.GetService(typeof(PublicUrls)) as PublicUrls)?.Public.Authority == from.Authority
        );
}
