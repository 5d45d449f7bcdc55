using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Ringpost.Access.SignIn;
using Ringpost.Access.Users;
using Ringpost.Primitives;

namespace Ringpost.Access.Setup;

/// <summary>The form behind the set-up link.</summary>
internal static class SetupPage
{
    private static readonly Phrase Intro =
        "You create the administrator. The time zone sets where a day begins in reports and caps; the currency is what new campaigns and offers are paid in.";

    private static readonly string[] Currencies =
    [
        "USD",
        "EUR",
        "GBP",
        "CAD",
        "AUD",
        "NZD",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "JPY",
        "INR",
        "BRL",
        "MXN",
        "ZAR",
    ];

    private static readonly Dictionary<string, Phrase[]> NoErrors = [];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/setup",
                async (HttpContext http, SetUpInstance operation, PageLanguages languages, string? token) =>
                    await operation.IsValidAsync(token, http.RequestAborted)
                        ? Show(http, await languages.OfAsync(http), new(token, null, null, "Etc/UTC", "USD"), NoErrors)
                        : Gone(http, await languages.OfAsync(http))
            )
            .AllowAnonymous()
            .RequireRateLimiting(AccessModule.SignInLimit)
            .ExcludeFromDescription();
        routes.MapPost("/setup", RunAsync).AllowAnonymous().RequireRateLimiting(AccessModule.SignInLimit).ExcludeFromDescription();
    }

    private static async Task<IResult> RunAsync(
        HttpContext http,
        IAntiforgery antiforgery,
        SetUpInstance operation,
        PageLanguages languages
    )
    {
        var language = await languages.OfAsync(http);
        var valid = await antiforgery.IsRequestValidAsync(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var request = new SetUpInstance.Request(form["token"], form["name"], form["password"], form["zone"], form["currency"]);
        if (!valid)
            return Show(http, language, request, NoErrors, SignInPages.Stale);
        var result = await operation.RunAsync(request, http.RequestAborted);
        if (!result.IsOk)
            return result.Refusal is Invalid invalid ? Show(http, language, request, invalid.Wrong) : Gone(http, language);

        await http.SignInAsync(IdentityConstants.ApplicationScheme, Sessions.ToPrincipal(result.Value));
        return TypedResults.LocalRedirect("/console");
    }

    private static IResult Show(
        HttpContext http,
        PageLanguage language,
        SetUpInstance.Request request,
        IReadOnlyDictionary<string, Phrase[]> errors,
        Phrase? alert = null
    ) =>
        AccessPage.Show(
            http,
            language,
            "Set up Ringpost",
            AccessPage.Line(language, Intro)
                + AccessPage.Form(
                    http,
                    language,
                    "/setup",
                    "Create administrator",
                    alert,
                    $"<input type=\"hidden\" name=\"token\" value=\"{AccessPage.Text(request.Token)}\">",
                    AccessPage.Input(
                        language,
                        "name",
                        "E-mail or name",
                        "text",
                        "username",
                        request.Name,
                        SignInPages.First(errors, "name"),
                        focus: true
                    ),
                    AccessPage.Input(
                        language,
                        "password",
                        "Password",
                        "password",
                        "new-password",
                        null,
                        SignInPages.First(errors, "password"),
                        $"At least {Passwords.Shortest} characters."
                    ),
                    AccessPage.Select(language, "zone", "Time zone", Zones(), request.Zone, SignInPages.First(errors, "zone")),
                    AccessPage.Select(
                        language,
                        "currency",
                        "Base currency",
                        Currencies,
                        request.Currency,
                        SignInPages.First(errors, "currency")
                    )
                ),
            errors.Count == 0 && alert is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static IResult Gone(HttpContext http, PageLanguage language) =>
        AccessPage.Show(
            http,
            language,
            "This link does not work",
            AccessPage.Line(language, "It was used already, or the server was started again and printed a new one.")
                + AccessPage.Link(language, "/signin", "Sign in"),
            StatusCodes.Status404NotFound
        );

    private static IEnumerable<string> Zones() =>
        [
            "Etc/UTC",
            .. TimeZoneInfo
                .GetSystemTimeZones()
                .Select(z => z.Id)
                .Where(id => id.Contains('/') && id != "Etc/UTC")
                .Order(StringComparer.Ordinal),
        ];
}
