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
    internal static readonly Phrase Stale = "The page was open too long. Send it again.";

    private static readonly Phrase Wrong =
        "The name or the password is wrong, or there were too many attempts. Check both, or wait some minutes.";
    private const string DefaultReturn = "/console";

    private static readonly Dictionary<string, Phrase[]> NoErrors = [];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/signin",
                async (HttpContext http, PageLanguages languages, string? returnUrl) =>
                    ShowSignIn(http, await languages.OfAsync(http), null, null, returnUrl)
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapPost("/signin", SignInAsync).AllowAnonymous().RequireRateLimiting(AccessModule.SignInLimit).ExcludeFromDescription();
        routes
            .MapGet(
                "/signout",
                async (HttpContext http, PageLanguages languages) =>
                {
                    var language = await languages.OfAsync(http);
                    return AccessPage.Show(http, language, "Sign out", AccessPage.Form(http, language, "/signout", "Sign out", null));
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapPost("/signout", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        routes
            .MapGet(
                "/password",
                async (HttpContext http, PageLanguages languages) => ShowPassword(http, await languages.OfAsync(http), null, NoErrors)
            )
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

    internal static Phrase? First(IReadOnlyDictionary<string, Phrase[]> errors, string field) =>
        errors.TryGetValue(field, out var messages) ? messages[0] : null;

    internal static string Seconds(TimeSpan span) => Math.Ceiling(span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static IResult ShowSignIn(HttpContext http, PageLanguage language, Phrase? alert, string? name, string? returnUrl) =>
        AccessPage.Show(
            http,
            language,
            "Sign in",
            AccessPage.Form(
                http,
                language,
                "/signin",
                "Sign in",
                alert,
                $"<input type=\"hidden\" name=\"returnUrl\" value=\"{AccessPage.Text(LocalPath(returnUrl))}\">",
                AccessPage.Input(language, "name", "E-mail or name", "text", "username", name, focus: name is null),
                AccessPage.Input(language, "password", "Password", "password", "current-password", focus: name is not null)
            ),
            alert is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        CheckSignIn check,
        PageLanguages languages,
        ILoggerFactory logs
    )
    {
        var language = await languages.OfAsync(http);
        if (!await antiforgery.IsRequestValidAsync(http))
            return ShowSignIn(http, language, Stale, null, null);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, returnUrl) = (form["name"].ToString(), form["returnUrl"].ToString());
        var user = await check.RunAsync(name, form["password"].ToString());
        var log = logs.CreateLogger("Ringpost.Access.SignIn");
        if (user is null)
        {
            LogRefused(log, http.Connection.RemoteIpAddress);
            return ShowSignIn(http, language, Wrong, name, returnUrl);
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

    private static IResult ShowPassword(
        HttpContext http,
        PageLanguage language,
        Phrase? alert,
        IReadOnlyDictionary<string, Phrase[]> errors
    ) =>
        AccessPage.Show(
            http,
            language,
            "Change password",
            AccessPage.Form(
                http,
                language,
                "/password",
                "Change password",
                alert,
                AccessPage.Input(
                    language,
                    "current",
                    "Current password",
                    "password",
                    "current-password",
                    error: First(errors, "current"),
                    focus: true
                ),
                AccessPage.Input(
                    language,
                    "password",
                    "New password",
                    "password",
                    "new-password",
                    error: First(errors, "password"),
                    hint: $"At least {Passwords.Shortest} characters."
                )
            ) + AccessPage.Link(language, "/console", "Back to the console"),
            alert is null && errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        CheckSignIn check,
        ResetPassword reset,
        PageLanguages languages
    )
    {
        var language = await languages.OfAsync(http);
        if (!await antiforgery.IsRequestValidAsync(http))
            return ShowPassword(http, language, Stale, NoErrors);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var actor = http.Actor();
        if (await check.RunAsync(actor.Name, form["current"].ToString()) is not { } user || $"user:{user.Id}" != actor.Id)
            return ShowPassword(
                http,
                language,
                null,
                new Dictionary<string, Phrase[]> { ["current"] = ["This is not the current password."] }
            );
        var result = await reset.RunAsync(actor, user.Id, new(form["password"].ToString()), http.RequestAborted);
        if (!result.IsOk)
            return ShowPassword(
                http,
                language,
                result.Refusal is Invalid ? null : result.Refusal.Says,
                (result.Refusal as Invalid)?.Wrong ?? NoErrors
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
