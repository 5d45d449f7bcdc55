using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Primitives;

namespace Ringpost.Access.SignIn;

/// <summary>The frame of the static pages beside the Console: sign-in, set-up, password, errors. No script; the style is <c>/access.css</c>.</summary>
public static class AccessPage
{
    private const string Mark =
        "<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.3\" "
        + "stroke-linecap=\"round\" stroke-linejoin=\"round\"><path d=\"M8.5 3.5H6A2.5 2.5 0 0 0 3.5 6C3.5 14 9.5 20.5 18 20.5A2.5 2.5 0 0 0 20.5 18V13.5A4.5 4.5 0 0 0 16 9H11.5M14.7 5.8L11.5 9L14.7 12.2\"/></svg>";

    public static string Text(string? value) => HtmlEncoder.Default.Encode(value ?? "");

    /// <param name="body">Finished HTML.</param>
    public static IResult Show(HttpContext http, PageLanguage language, Phrase title, string body, int status = StatusCodes.Status200OK)
    {
        var said = language.Say(title);
        http.Response.Headers.CacheControl = "no-store";
        // A set-up link must not travel on as a referrer.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Content(
            $"""
            <!DOCTYPE html>
            <html lang="{Text(language.Code)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Text(said)} · Ringpost</title>
            <link rel="icon" type="image/svg+xml" href="/favicon.svg">
            <link rel="stylesheet" href="/access.css">
            </head>
            <body>
            <main>
            <p class="brand">{Mark} Ringpost</p>
            <h1>{Text(said)}</h1>
            {body}
            </main>
            </body>
            </html>
            """,
            "text/html; charset=utf-8",
            statusCode: status
        );
    }

    /// <summary>A line below all else, with where to go from here.</summary>
    public static string Link(PageLanguage language, string href, Phrase text) =>
        $"<p class=\"after\"><a href=\"{Text(href)}\">{Text(language.Say(text))}</a></p>";

    public static string Line(PageLanguage language, Phrase text) => $"<p>{Text(language.Say(text))}</p>";

    /// <summary>A form with the antiforgery token. Fields are finished HTML.</summary>
    public static string Form(HttpContext http, PageLanguage language, string action, Phrase button, Phrase? alert, params string[] fields)
    {
        var token = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return $"""
            {(alert is null ? "" : $"<p class=\"alert\" role=\"alert\">{Text(language.Say(alert))}</p>")}
            <form method="post" action="{Text(action)}">
            <input type="hidden" name="{Text(token.FormFieldName)}" value="{Text(token.RequestToken)}">
            {string.Join('\n', fields)}
            <button type="submit">{Text(language.Say(button))}</button>
            </form>
            """;
    }

    public static string Input(
        PageLanguage language,
        string name,
        Phrase label,
        string type,
        string autocomplete,
        string? value = null,
        Phrase? error = null,
        Phrase? hint = null,
        bool focus = false
    )
    {
        var about = error is not null || hint is not null ? $" aria-describedby=\"{name}-note\"" : "";
        return $"""
            <label for="{name}">{Text(language.Say(label))}</label>
            <input id="{name}" name="{name}" type="{type}" autocomplete="{autocomplete}" value="{Text(value)}" required{(
                focus ? " autofocus" : ""
            )}{about}{Invalid(error)}>
            {Note(language, name, error, hint)}
            """;
    }

    public static string Select(
        PageLanguage language,
        string name,
        Phrase label,
        IEnumerable<string> options,
        string? value,
        Phrase? error
    ) =>
        $"""
            <label for="{name}">{Text(language.Say(label))}</label>
            <select id="{name}" name="{name}"{Invalid(error)}>
            {string.Concat(
                options.Select(o => $"<option value=\"{Text(o)}\"{(o == value ? " selected" : "")}>{Text(o.Replace('_', ' '))}</option>")
            )}
            </select>
            {Note(language, name, error, null)}
            """;

    private static string Invalid(Phrase? error) => error is null ? "" : " aria-invalid=\"true\"";

    private static string Note(PageLanguage language, string name, Phrase? error, Phrase? hint) =>
        (error ?? hint) is { } note
            ? $"<p class=\"{(error is null ? "hint" : "error")}\" id=\"{name}-note\">{Text(language.Say(note))}</p>"
            : "";
}
