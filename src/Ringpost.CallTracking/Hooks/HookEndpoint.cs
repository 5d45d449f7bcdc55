using System.Net;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Ringpost.CallTracking.Enrichment;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Hooks;

/// <summary><c>GET</c> and <c>POST /hook/{id}</c> with Ringba's answers (ringba.md 12.1): 404 for what is unknown, too late or said before.</summary>
internal static class HookEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/hook/{id}", Methods, AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(HttpContext http, string id, AcceptConversion operation, EnrichmentRate rate)
    {
        var request = http.Request;
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        var address = IpRange.Unmap(http.Connection.RemoteIpAddress ?? IPAddress.None);
        if (!rate.Admits(address))
        {
            http.Response.Headers[HeaderNames.RetryAfter] = "1";
            return Refuse(StatusCodes.Status429TooManyRequests, "Too many requests. Wait a second.");
        }

        if (await EnrichmentFields.ReadAsync(request) is not { } fields)
            return Refuse(StatusCodes.Status400BadRequest, "The body is no form and no JSON object of at most 64 KB.");
        var key = request.Headers["Idempotency-Key"].ToString();
        var outcome = await operation.RunAsync(new(new HookId(id), fields, address, key.Length == 0 ? null : key), http.RequestAborted);
        return StatusOf(outcome) is var status && status == StatusCodes.Status200OK
            ? TypedResults.Json(new Reply("ok"))
            : Refuse(status, HookSentences.Of(outcome));
    }

    private static int StatusOf(HookOutcome outcome) =>
        outcome switch
        {
            HookOutcome.Converted or HookOutcome.Duplicate or HookOutcome.TestCall or HookOutcome.FlagNotSet or HookOutcome.Repeated =>
                StatusCodes.Status200OK,
            HookOutcome.UnknownHook
            or HookOutcome.HookPaused
            or HookOutcome.UnknownCall
            or HookOutcome.NotPostback
            or HookOutcome.TooLate
            or HookOutcome.ConvertedBefore => StatusCodes.Status404NotFound,
            HookOutcome.SenderNotListed or HookOutcome.WrongSecret => StatusCodes.Status403Forbidden,
            HookOutcome.NoCall or HookOutcome.BadAmount or HookOutcome.AboveMaximum or HookOutcome.TooMuch =>
                StatusCodes.Status400BadRequest,
        };

    private static IResult Refuse(int status, string message) => TypedResults.Json(new Reply("error", message), statusCode: status);

    /// <summary>Ringba's answer, and why not.</summary>
    private sealed record Reply(
        string Status,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null
    );
}
