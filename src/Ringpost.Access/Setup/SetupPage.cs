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
    private const string Intro =
        "<p>You create the administrator. The time zone sets where a day begins in reports and caps; the currency is what new campaigns and offers are paid in.</p>";

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

    private static readonly Dictionary<string, string[]> NoErrors = [];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/setup",
                async (HttpContext http, SetUpInstance operation, string? token) =>
                    await operation.IsValidAsync(token, http.RequestAborted)
                        ? Show(http, new(token, null, null, "Etc/UTC", "USD"), NoErrors)
                        : Gone(http)
            )
            .AllowAnonymous()
            .RequireRateLimiting(AccessModule.SignInLimit)
            .ExcludeFromDescription();
        routes.MapPost("/setup", RunAsync).AllowAnonymous().RequireRateLimiting(AccessModule.SignInLimit).ExcludeFromDescription();
    }

    private static async Task<IResult> RunAsync(HttpContext http, IAntiforgery antiforgery, SetUpInstance operation)
    {
        var valid = await antiforgery.IsRequestValidAsync(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var request = new SetUpInstance.Request(form["token"], form["name"], form["password"], form["zone"], form["currency"]);
        if (!valid)
            return Show(http, request, NoErrors, SignInPages.Stale);
        var result = await operation.RunAsync(request, http.RequestAborted);
        if (!result.IsOk)
            return result.Refusal is Invalid invalid ? Show(http, request, invalid.Errors) : Gone(http);

        await http.SignInAsync(IdentityConstants.ApplicationScheme, Sessions.ToPrincipal(result.Value));
        return TypedResults.LocalRedirect("/console");
    }

    private static IResult Show(
        HttpContext http,
        SetUpInstance.Request request,
        IReadOnlyDictionary<string, string[]> errors,
        string? alert = null
    ) =>
        AccessPage.Show(
            http,
            "Set up Ringpost",
            Intro
                + AccessPage.Form(
                    http,
                    "/setup",
                    "Create administrator",
                    alert,
                    $"<input type=\"hidden\" name=\"token\" value=\"{AccessPage.Text(request.Token)}\">",
                    AccessPage.Input(
                        "name",
                        "E-mail or name",
                        "text",
                        "username",
                        request.Name,
                        SignInPages.First(errors, "name"),
                        focus: true
                    ),
                    AccessPage.Input(
                        "password",
                        "Password",
                        "password",
                        "new-password",
                        null,
                        SignInPages.First(errors, "password"),
                        $"At least {Passwords.Shortest} characters."
                    ),
                    AccessPage.Select("zone", "Time zone", Zones(), request.Zone, SignInPages.First(errors, "zone")),
                    AccessPage.Select("currency", "Base currency", Currencies, request.Currency, SignInPages.First(errors, "currency"))
                ),
            errors.Count == 0 && alert is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static IResult Gone(HttpContext http) =>
        AccessPage.Show(
            http,
            "This link does not work",
            "<p>It was used already, or the server was started again and printed a new one.</p><p class=\"after\"><a href=\"/signin\">Sign in</a></p>",
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
