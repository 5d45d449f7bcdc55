using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Access.Keys;

namespace Ringpost.Access.SignIn;

/// <summary>What a cookie is asked with each request, and who is led to the sign-in page: people on a page, never programs.</summary>
internal sealed class SessionEvents : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        if (context.Principal is { } principal && await sessions.IsValidAsync(principal, http.RequestAborted))
            return;
        context.RejectPrincipal();
        await http.SignOutAsync(context.Scheme.Name);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        if (IsPage(http.Request))
        {
            http.Response.Redirect("/signin?returnUrl=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));
            return Task.CompletedTask;
        }

        // A path that does not exist says so; which paths this program has is no secret.
        if (http.GetEndpoint() is null && !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return AccessAnswers.Unauthorized(http);
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        AccessAnswers.Forbidden(context.HttpContext);

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && (
            request.Path.StartsWithSegments("/console", StringComparison.Ordinal)
            || request.Path == "/password"
            || (
                request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            )
        );
}
