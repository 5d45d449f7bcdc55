using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Storage;
using ProblemDetails = Microsoft.AspNetCore.Mvc.ProblemDetails;

namespace Ringpost.Api;

/// <summary>What the API answers when something fails that no operation expects: bad JSON 400, overload or a lost database 503 with <c>Retry-After</c>.</summary>
public sealed partial class FaultAnswers : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case StorageUnavailableException:
                httpContext.Response.Headers.RetryAfter = "2";
                await TypedResults
                    .Problem(
                        new ProblemDetails
                        {
                            Status = StatusCodes.Status503ServiceUnavailable,
                            Type = "storage-unavailable",
                            Title = "Nothing was stored. Repeat the request later.",
                        }
                    )
                    .ExecuteAsync(httpContext);
                return true;
            case BadHttpRequestException bad:
                await (await BadRequestAsync(httpContext, bad)).ExecuteAsync(httpContext);
                return true;
            default:
                return false;
        }
    }

    private static async Task<IResult> BadRequestAsync(HttpContext http, BadHttpRequestException bad)
    {
        if (bad.InnerException is not JsonException json)
            return Unbound(http, bad);
        var type = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        if (type is not null)
        {
            var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            if (await BodyErrors.FindAsync(http, type, options) is { Count: > 0 } errors)
                return Answers.Invalid(errors);
        }

        var field = json.Path is { Length: > 2 } path ? path[2..] : "body";
        var message = json.Path is { Length: > 2 } ? "The value has the wrong type." : "The body is not valid JSON.";
        return Answers.Invalid(new Dictionary<string, string[]> { [field] = [message] });
    }

    /// <summary>A value of the path that is no id names nothing; one of the query is an error at its field; the framework's own words are for programmers.</summary>
    private static IResult Unbound(HttpContext http, BadHttpRequestException bad)
    {
        if (Parameter().Match(bad.Message) is { Success: true } parameter)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups["name"].Value);
            // The request itself has lost them by now.
            return http.Features.Get<IExceptionHandlerFeature>()?.RouteValues?.ContainsKey(name) == true
                ? TypedResults.Problem(
                    new ProblemDetails
                    {
                        Status = StatusCodes.Status404NotFound,
                        Type = "not-found",
                        Title = "There is nothing with this id.",
                    }
                )
                : Answers.Invalid(new Dictionary<string, string[]> { [name] = ["The value has the wrong type."] });
        }

        return bad.Message.Contains("no body was provided", StringComparison.Ordinal)
            ? Answers.Invalid(new Dictionary<string, string[]> { ["body"] = ["A JSON body is needed."] })
            : TypedResults.Problem(
                new ProblemDetails
                {
                    Status = bad.StatusCode,
                    Type = "bad-request",
                    Title = bad.Message,
                }
            );
    }

    [GeneratedRegex("""^Failed to bind parameter "[^"]* (?<name>\w+)" from """)]
    private static partial Regex Parameter();
}
