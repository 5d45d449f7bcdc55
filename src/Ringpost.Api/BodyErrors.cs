using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Ringpost.Primitives;

namespace Ringpost.Api;

/// <summary>
/// Says every value of a JSON body that has the wrong type, by its JSON name. The reader itself stops at the first; this goes through the
/// body again, which only a request that was refused already pays for.
/// </summary>
internal static class BodyErrors
{
    /// <summary>A body larger than this is not kept to be read twice; its first error is told.</summary>
    private const int LongestKept = 256 * 1024;

    internal const string WrongType = "The value has the wrong type.";

    /// <summary>Keeps the bodies of our own API, so that they can be gone through again.</summary>
    public static Task KeepAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        // Without a length it is sent in pieces, as some clients send all JSON.
        if (
            (request.ContentLength is > 0 and <= LongestKept || (request.ContentLength is null && request.HasJsonContentType()))
            && request.Path.StartsWithSegments("/api/v1")
        )
            request.EnableBuffering();
        return next(http);
    }

    /// <summary>Empty where the body can't be read again, or is no JSON at all.</summary>
    public static async Task<Dictionary<string, string[]>> FindAsync(HttpContext http, Type type, JsonSerializerOptions options)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!http.Request.Body.CanSeek)
            return errors;
        http.Request.Body.Position = 0;
        try
        {
            Find(await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted), type, "", options, errors);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            errors.Clear();
        }

        return errors;
    }

    /// <summary>A converter says in words of its own that a value is of another type; half a character and a name that is there twice are told late.</summary>
    private static bool IsUnreadable(Exception fault) =>
        fault is JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException;

    private static void Find(JsonNode? node, Type type, string path, JsonSerializerOptions options, Dictionary<string, string[]> errors)
    {
        if (Fits(node, type, options))
            return;
        var info = options.GetTypeInfo(Inner(type));
        if (node is JsonObject json && info.Kind == JsonTypeInfoKind.Object)
        {
            var before = errors.Count;
            foreach (var (name, value) in json)
                if (info.Properties.FirstOrDefault(p => Matches(p.Name, name, options)) is { } property)
                    Find(value, property.PropertyType, path.Length == 0 ? property.Name : $"{path}.{property.Name}", options, errors);
            if (errors.Count > before)
                return;
        }
        else if (node is JsonArray list && info is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            var before = errors.Count;
            for (var i = 0; i < list.Count; i++)
                Find(list[i], element, $"{path}[{i}]", options, errors);
            if (errors.Count > before)
                return;
        }

        errors.TryAdd(path.Length == 0 ? "body" : path, [WrongTypeOf(type)]);
    }

    private static bool Fits(JsonNode? node, Type type, JsonSerializerOptions options)
    {
        try
        {
            var read = node.Deserialize(type, options);
            // An amount that is none is read as a mark, for validation to refuse beside all else that is wrong.
            return read is not decimal amount || amount != Validation.NoAmount;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return false;
        }
    }

    /// <summary>What an optional or nullable value holds.</summary>
    private static Type Inner(Type type) =>
        Nullable.GetUnderlyingType(type) is { } nullable ? Inner(nullable)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? Inner(type.GetGenericArguments()[0])
        : type;

    private static string WrongTypeOf(Type type) => Inner(type) == typeof(decimal) ? Validation.NotAnAmount : WrongType;

    private static bool Matches(string property, string name, JsonSerializerOptions options) =>
        string.Equals(property, name, options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
