using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Ringpost.Access.SignIn;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Server.Hosting;

/// <summary>What a person sees when a page fails or does not exist: a sentence and an id to quote. Programs get problem details.</summary>
internal sealed class ErrorPages : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsPage(httpContext))
            return false;
        if (exception is StorageUnavailableException)
            await ShowAsync(
                httpContext,
                StatusCodes.Status503ServiceUnavailable,
                "The database is away. Nothing was stored. Try again in a moment."
            );
        else
            await ShowAsync(httpContext, StatusCodes.Status500InternalServerError, "This went wrong on our side.");
        return true;
    }

    public static async Task ShowStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (IsPage(http))
            await ShowAsync(
                http,
                http.Response.StatusCode,
                http.Response.StatusCode == 404 ? "There is no such page." : Phrase.Of($"Refused ({http.Response.StatusCode}).")
            );
        else
            await http
                .RequestServices.GetRequiredService<IProblemDetailsService>()
                .TryWriteAsync(new() { HttpContext = http, ProblemDetails = { Status = http.Response.StatusCode } });
    }

    /// <summary>A stable type where the framework would put the address of a standard (api-v1.md).</summary>
    public static void NameTypes(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Type is { } type && !type.StartsWith("http", StringComparison.Ordinal))
            return;
        context.ProblemDetails.Type = context.ProblemDetails.Status switch
        {
            400 => "bad-request",
            404 => "not-found",
            405 => "method-not-allowed",
            413 => "too-large",
            415 => "unsupported-media-type",
            503 => "unavailable",
            >= 500 => "internal",
            _ => "refused",
        };
    }

    private static bool IsPage(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static async Task ShowAsync(HttpContext http, int status, Phrase title)
    {
        var language = await http.RequestServices.GetRequiredService<PageLanguages>().OfAsync(http);
        var request = AccessPage.Text(Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        await AccessPage
            .Show(
                http,
                language,
                title,
                $"<p>{AccessPage.Text(language.Say("Request"))} <code>{request}</code></p>{AccessPage.Link(language, "/console", "To the console")}",
                status
            )
            .ExecuteAsync(http);
    }
}
