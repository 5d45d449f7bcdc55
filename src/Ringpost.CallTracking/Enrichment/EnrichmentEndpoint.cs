using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Enrichment;

/// <summary><c>GET</c> and <c>POST /enrich/{number id}</c>, also from the pages of others (ringba.md 12.2).</summary>
internal static class EnrichmentEndpoint
{
    private const string Json = ".json";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Options];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/enrich/{id}", Methods, AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(HttpContext http, string id, AcceptEnrichment operation, EnrichmentRate rate)
    {
        var request = http.Request;
        http.Response.Headers[HeaderNames.AccessControlAllowOrigin] = "*";
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        if (HttpMethods.IsOptions(request.Method))
        {
            http.Response.Headers[HeaderNames.AccessControlAllowMethods] = "GET, POST";
            http.Response.Headers[HeaderNames.AccessControlAllowHeaders] = "Content-Type";
            return TypedResults.NoContent();
        }

        var address = IpRange.Unmap(http.Connection.RemoteIpAddress ?? IPAddress.None);
        if (!rate.Admits(address))
            return Refuse(StatusCodes.Status429TooManyRequests, "Too many requests. Wait a second.");
        if (await EnrichmentFields.ReadAsync(request) is not { } fields)
            return Refuse(StatusCodes.Status400BadRequest, "The body is no form and no JSON object of at most 64 KB.");
        var number = id.EndsWith(Json, StringComparison.OrdinalIgnoreCase) ? id[..^Json.Length] : id;
        return Answer(
            await operation.RunAsync(
                new(number, fields, IsBrowser(request) ? address : null, request.Headers.UserAgent.ToString()),
                http.RequestAborted
            )
        );
    }

    /// <summary>A page's script or picture, whose address is the visitor's; a program sends no such header.</summary>
    private static bool IsBrowser(HttpRequest request) =>
        request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Mode") || request.Headers.Referer.Count > 0;

    private static IResult Answer(EnrichmentOutcome outcome) =>
        outcome switch
        {
            EnrichmentOutcome.Stored => TypedResults.Json(new Reply("ok")),
            EnrichmentOutcome.UnknownNumber => Refuse(StatusCodes.Status404NotFound, "There is no such number."),
            EnrichmentOutcome.WrongSecret => Refuse(StatusCodes.Status403Forbidden, "The secret is missing or wrong."),
            EnrichmentOutcome.NoCaller => Refuse(StatusCodes.Status400BadRequest, "callerid is missing."),
            EnrichmentOutcome.BadCaller => Refuse(StatusCodes.Status400BadRequest, "callerid is not a telephone number."),
            EnrichmentOutcome.TooMuch => Refuse(
                StatusCodes.Status400BadRequest,
                "At most 100 values, each of at most 1000 characters under a name of at most 100."
            ),
        };

    private static IResult Refuse(int status, string message) => TypedResults.Json(new Reply("error", message), statusCode: status);

    /// <summary>Ringba's answer, and why not.</summary>
    private sealed record Reply(
        string Status,
        [property: System.Text.Json.Serialization.JsonIgnore(
            Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
        )]
            string? Message = null
    );
}
