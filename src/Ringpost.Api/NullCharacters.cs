using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Ringpost.Api;

/// <summary>Refuses texts with U+0000 at their field: PostgreSQL can't store one, and no name, key or URL has a use for it.</summary>
internal static class NullCharacters
{
    private const string Message = "A text can't hold U+0000.";

    public static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
            foreach (var (name, values) in request.Query)
                if (values.Any(v => v?.Contains('\0') == true))
                    errors[name] = [Message];
        // The body was read by now, and kept.
        if (request.HasJsonContentType() && request.Body.CanSeek && request.Body.Length > 0)
        {
            request.Body.Position = 0;
            using var text = new StreamReader(request.Body, leaveOpen: true);
            var body = await text.ReadToEndAsync(context.HttpContext.RequestAborted);
            if (body.Contains("\\u0000", StringComparison.Ordinal))
                FindIn(body, errors);
        }

        return errors.Count > 0 ? Answers.Invalid(errors) : await next(context);
    }

    private static void FindIn(string body, Dictionary<string, string[]> errors)
    {
        try
        {
            Find(JsonNode.Parse(body), "", errors);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A name that is there twice or holds half a character: the reader passed over it.
            errors["body"] = [Message];
        }
    }

    private static void Find(JsonNode? node, string path, Dictionary<string, string[]> errors)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (name, value) in json)
                    Find(value, path.Length == 0 ? name : $"{path}.{name}", errors);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Find(list[i], $"{path}[{i}]", errors);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Contains('\0'):
                errors[path.Length == 0 ? "body" : path] = [Message];
                break;
        }
    }
}
