using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ringpost.Access.Keys;

/// <summary><c>Authorization: Bearer &lt;api key&gt;</c> (api-v1.md).</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory log,
    UrlEncoder encoder,
    FindApiKey find
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    public static bool HasBearer(HttpContext http) =>
        http.Request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!HasBearer(Context))
            return AuthenticateResult.NoResult();
        var key = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        if (await find.RunAsync(key, Context.RequestAborted) is not { } actor)
            return AuthenticateResult.Fail("The key is unknown or revoked.");
        return AuthenticateResult.Success(new AuthenticationTicket(ActorClaims.ToPrincipal(actor, SchemeName), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return AccessAnswers.Unauthorized(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessAnswers.Forbidden(Context);
}

internal static class AccessAnswers
{
    public static Task Unauthorized(HttpContext http) =>
        TypedResults
            .Problem(
                new ProblemDetails
                {
                    Status = StatusCodes.Status401Unauthorized,
                    Type = "unauthorized",
                    Title = "Sign in or send an API key: Authorization: Bearer <api key>.",
                }
            )
            .ExecuteAsync(http);

    public static Task Forbidden(HttpContext http) =>
        TypedResults
            .Problem(
                new ProblemDetails
                {
                    Status = StatusCodes.Status403Forbidden,
                    Type = "forbidden",
                    Title = "Your role does not allow this.",
                }
            )
            .ExecuteAsync(http);
}
