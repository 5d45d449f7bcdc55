using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ringpost.Primitives;

namespace Ringpost.Api.History;

/// <summary>A field that a change gave another value; null where it had, or has, none.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>What a change changed, from its JSON before and after. No secret is ever shown, whoever looks.</summary>
internal static partial class ChangeRule
{
    private const string Hidden = "•••";

    /// <summary>What is archived keeps all that it had.</summary>
    public static readonly FieldChange Archived = new("archived", "false", "true");

    public static readonly FieldChange Restored = new("archived", "true", "false");

    /// <summary>What an answer adds to what was set; it follows from the rest and is nobody's change.</summary>
    private static readonly HashSet<string> Derived = new(StringComparer.Ordinal) { "warnings", "voiceUrl", "statusUrl" };

    /// <summary>Only what differs, in the order of the record; nested fields by their path.</summary>
    public static IReadOnlyList<FieldChange> Differences(string? before, string? after) =>
        [.. Whole(before, after).Select(c => new FieldChange(c.Field, Seen(c.Field, c.Before), Seen(c.Field, c.After)))];

    /// <summary>Tells one change from any other, also where what differs is a secret.</summary>
    public static string Fingerprint(string? before, string? after) =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Whole(before, after).ToList(), RingpostJson.Options)).AsSpan(0, 12)
        );

    private static IEnumerable<FieldChange> Whole(string? before, string? after)
    {
        var (old, current) = (Flatten(before), Flatten(after));
        return old
            .Keys.Union(current.Keys)
            .Where(field => !Derived.Contains(field))
            .Select(field => new FieldChange(field, old.GetValueOrDefault(field), current.GetValueOrDefault(field)))
            .Where(c => c.Before != c.After);
    }

    /// <summary>What a record is told from others by.</summary>
    public static string? NameIn(string? json)
    {
        var fields = Flatten(json);
        return fields.GetValueOrDefault("name")
            ?? fields.GetValueOrDefault("number")
            ?? fields.GetValueOrDefault("targetId")
            ?? fields.GetValueOrDefault("publisherId");
    }

    private static Dictionary<string, string?> Flatten(string? json)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (json is not null)
            Add(fields, "", JsonNode.Parse(json));
        return fields;
    }

    private static void Add(Dictionary<string, string?> fields, string path, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject inner:
                foreach (var (name, value) in inner)
                    Add(fields, path.Length == 0 ? name : $"{path}.{name}", value);
                break;
            case JsonArray list:
                // Short lists read best whole; an empty one is nothing.
                if (list.Count > 0)
                    fields[Name(path)] = string.Join(", ", list.Select(i => i is JsonValue v ? v.ToString() : i?.ToJsonString() ?? "null"));
                break;
            case JsonValue value:
                fields[Name(path)] = value.ToString();
                break;
        }
    }

    private static string Name(string path) => path.Length == 0 ? "value" : path;

    private static string? Seen(string field, string? value) =>
        value is null ? null
        : SecretFields().IsMatch(field) ? Hidden
        : SecretParameters().Replace(value, $"$1{Hidden}");

    /// <summary>Headers are where credentials are, so that none of their values is shown.</summary>
    [GeneratedRegex(
        @"(^|\.)headers\.|(^|\.)[A-Za-z]*(token|password|secret|apikey|credential|hash)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex SecretFields();

    [GeneratedRegex(
        @"((?:^|[?&;\s])(?:k|key|api_?key|token|access_token|auth|secret|password|pwd|sig|signature)=)[^&;\s""]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex SecretParameters();
}
