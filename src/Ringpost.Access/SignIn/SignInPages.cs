using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ringpost.Access.Users;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Access.SignIn;

/// <summary>Static forms: sign in, sign out, change one's password (architecture 4.12).</summary>
internal static partial class SignInPages
{
    internal const string Stale = "The page was open too long. Send it again.";

    private const string Wrong = "The name or the password is wrong, or there were too many attempts. Check both, or wait some minutes.";
    private const string DefaultReturn = "/console";

    private static readonly Dictionary<string, string[]> NoErrors = [];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/signin", (HttpContext http, string? returnUrl) => ShowSignIn(http, null, null, returnUrl))
            .AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapPost("/signin", SignInAsync).AllowAnonymous().RequireRateLimiting(AccessModule.SignInLimit).ExcludeFromDescription();
        routes
            .MapGet(
                "/signout",
                (HttpContext http) => AccessPage.Show(http, "Sign out", AccessPage.Form(http, "/signout", "Sign out", null))
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapPost("/signout", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        routes
            .MapGet("/password", (HttpContext http) => ShowPassword(http, null, NoErrors))
            .RequireAuthorization()
            .ExcludeFromDescription();
        routes
            .MapPost("/password", ChangePasswordAsync)
            .RequireAuthorization()
            .RequireRateLimiting(AccessModule.SignInLimit)
            .ExcludeFromDescription();
    }

    /// <summary>Only a path of our own: a link must not lead a person who signs in to another site.</summary>
    internal static string LocalPath(string? returnUrl) =>
        returnUrl is ['/', ..] and not ['/', '/' or '\\', ..] && !returnUrl.AsSpan().ContainsAnyInRange('\0', '\u001f')
            ? returnUrl
            : DefaultReturn;

    internal static string? First(IReadOnlyDictionary<string, string[]> errors, string field) =>
        errors.TryGetValue(field, out var messages) ? messages[0] : null;

    internal static string Seconds(TimeSpan span) => Math.Ceiling(span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static IResult ShowSignIn(HttpContext http, string? alert, string? name, string? returnUrl) =>
        AccessPage.Show(
            http,
            "Sign in",
            AccessPage.Form(
                http,
                "/signin",
                "Sign in",
                alert,
                $"<input type=\"hidden\" name=\"returnUrl\" value=\"{AccessPage.Text(LocalPath(returnUrl))}\">",
                AccessPage.Input("name", "E-mail or name", "text", "username", name, focus: name is null),
                AccessPage.Input("password", "Password", "password", "current-password", focus: name is not null)
            ),
            alert is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static async Task<IResult> SignInAsync(HttpContext http, IAntiforgery antiforgery, CheckSignIn check, ILoggerFactory logs)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return ShowSignIn(http, Stale, null, null);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, returnUrl) = (form["name"].ToString(), form["returnUrl"].ToString());
        var user = await check.RunAsync(name, form["password"].ToString());
        var log = logs.CreateLogger("Ringpost.Access.SignIn");
        if (user is null)
        {
            LogRefused(log, http.Connection.RemoteIpAddress);
            return ShowSignIn(http, Wrong, name, returnUrl);
        }

        await http.SignInAsync(IdentityConstants.ApplicationScheme, Sessions.ToPrincipal(user));
        LogSignedIn(log, user.Id.Value);
        return TypedResults.LocalRedirect(LocalPath(returnUrl));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (await antiforgery.IsRequestValidAsync(http))
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.LocalRedirect("/signin");
    }

    private static IResult ShowPassword(HttpContext http, string? alert, IReadOnlyDictionary<string, string[]> errors) =>
        AccessPage.Show(
            http,
            "Change password",
            AccessPage.Form(
                http,
                "/password",
                "Change password",
                alert,
                AccessPage.Input(
                    "current",
                    "Current password",
                    "password",
                    "current-password",
                    error: First(errors, "current"),
                    focus: true
                ),
                AccessPage.Input(
                    "password",
                    "New password",
                    "password",
                    "new-password",
                    error: First(errors, "password"),
                    hint: $"At least {Passwords.Shortest} characters."
                )
            ) + "<p class=\"after\"><a href=\"/console\">Back to the console</a></p>",
            alert is null && errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        CheckSignIn check,
        ResetPassword reset
    )
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return ShowPassword(http, Stale, NoErrors);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var actor = http.Actor();
        if (await check.RunAsync(actor.Name, form["current"].ToString()) is not { } user || $"user:{user.Id}" != actor.Id)
            return ShowPassword(http, null, new Dictionary<string, string[]> { ["current"] = ["This is not the current password."] });
        var result = await reset.RunAsync(actor, user.Id, new(form["password"].ToString()), http.RequestAborted);
        if (!result.IsOk)
            return ShowPassword(
                http,
                result.Refusal is Invalid ? null : result.Refusal.Message,
                (result.Refusal as Invalid)?.Errors ?? NoErrors
            );

        // The new stamp ended all sessions, this one too: sign in again with the new password.
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.LocalRedirect("/signin");
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Information, Message = "User {UserId} signed in")]
    private static partial void LogSignedIn(ILogger log, long userId);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "A sign-in from {Address} was refused")]
    private static partial void LogRefused(ILogger log, System.Net.IPAddress? address);
}
