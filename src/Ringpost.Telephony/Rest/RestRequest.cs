using System.Text.Json;

namespace Ringpost.Telephony.Rest;

/// <summary>A request to a carrier's REST API.</summary>
/// <param name="Url">Absolute, of the carrier.</param>
/// <param name="What">For the log: the resource, without ids or numbers.</param>
/// <param name="Form">Fields of a POST.</param>
internal sealed record RestRequest(
    HttpMethod Method,
    string Url,
    string What,
    Repeatable Repeatable,
    IReadOnlyDictionary<string, string>? Form = null
);

/// <summary>The answer as JSON, or what went wrong. A 204 has neither.</summary>
internal sealed record RestAnswer(JsonElement? Body, CarrierFailure? Failure)
{
    /// <summary>A text of the answer; empty where it is absent or null.</summary>
    public static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() ?? "",
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => "",
            }
            : "";

    public static IEnumerable<JsonElement> List(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}
