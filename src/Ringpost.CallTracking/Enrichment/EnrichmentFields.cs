using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ringpost.CallTracking.Enrichment;

/// <summary>What a request says: the fields of its query and of its body, a form or a flat JSON object. The last of a name counts.</summary>
internal static class EnrichmentFields
{
    public const string CallerId = "callerid";
    public const string Secret = "secret";

    /// <summary>The web visitor's address, where a program sends on what its visitor did.</summary>
    public const string Address = "ip";

    private const int LargestBody = 64 * 1024;

    /// <summary>Names that are no tags.</summary>
    public static bool IsReserved(string name) => name.ToLowerInvariant() is CallerId or Secret or Address;

    /// <summary>Null where the body is too large or can't be read.</summary>
    public static async Task<Dictionary<string, string>?> ReadAsync(HttpRequest request)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
            Add(fields, name, values[^1]);
        if (!HttpMethods.IsPost(request.Method))
            return fields;
        if (await ReadBodyAsync(request) is not { } body)
            return null;
        if (body.Length == 0)
            return fields;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.SubType == "x-www-form-urlencoded")
        {
            foreach (
                var (name, values) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body))
            )
                Add(fields, name, values[^1]);
            return fields;
        }

        return ReadJson(fields, body) ? fields : null;
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        using var read = new MemoryStream();
        var part = new byte[8192];
        while (await request.Body.ReadAsync(part, request.HttpContext.RequestAborted) is > 0 and var length)
        {
            if (read.Length + length > LargestBody)
                return null;
            read.Write(part, 0, length);
        }

        return read.ToArray();
    }

    private static bool ReadJson(Dictionary<string, string> fields, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            foreach (var field in document.RootElement.EnumerateObject())
                Add(fields, field.Name, field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : field.Value.GetRawText());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What stores no text is left out: empty values, JSON's null.</summary>
    private static void Add(Dictionary<string, string> fields, string name, string? value)
    {
        if (name.Trim() is not { Length: > 0 } key || value is null or "null" || Clean(value) is not { Length: > 0 } text)
            return;
        fields[Clean(key)] = text;
    }

    private static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim() : text.Trim();
}
