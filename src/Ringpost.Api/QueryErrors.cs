using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Ringpost.Api;

/// <summary>
/// Says every value of the query that has the wrong type, by its name. The routes as they are compiled (decision 0025) refuse a parameter that
/// may be absent with a status alone; the filters still run.
/// </summary>
internal static class QueryErrors
{
    private static readonly MethodInfo Parser = typeof(QueryErrors).GetMethod(
        nameof(Parses),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    public static ValueTask<object?> TellAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Response.StatusCode == StatusCodes.Status400BadRequest && Find(http) is { Count: > 0 } errors
            ? ValueTask.FromResult<object?>(Answers.Invalid(errors))
            : next(context);
    }

    private static Dictionary<string, string[]> Find(HttpContext http) =>
        http.GetEndpoint()!
            .Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(p =>
                p.HasTryParse && http.Request.Query[p.Name] is [{ Length: > 0 } text, ..] && !Fits(p.ParameterInfo.ParameterType, text)
            )
            .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), _ => new[] { BodyErrors.WrongType }, StringComparer.Ordinal);

    private static bool Fits(Type type, string text) =>
        (bool)Parser.MakeGenericMethod(Nullable.GetUnderlyingType(type) ?? type).Invoke(null, [text])!;

    private static bool Parses<T>(string text)
        where T : IParsable<T> => T.TryParse(text, null, out _);
}
