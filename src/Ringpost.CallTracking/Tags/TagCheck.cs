using System.Collections.Frozen;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Tags;

/// <summary>What the tags that people make must be: a token can name them and none hides what a call knows by itself.</summary>
internal static class TagCheck
{
    public const int LongestName = 100;
    public const int LongestValue = 1000;
    public const int MostTags = 100;

    /// <summary>The types whose tags a call computes or the product writes.</summary>
    private static readonly FrozenSet<string> OwnTypes = TokenCatalogue
        .All.Select(t => t.Key[..t.Key.IndexOf(':', StringComparison.Ordinal)])
        .Append("annotations")
        .Append("check")
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static string Type(Validation validation, string field, string? type)
    {
        var text = string.IsNullOrWhiteSpace(type) ? "User" : type.Trim();
        if (OwnTypes.Contains(text))
            validation.Add(field, $"{text} is filled by the calls themselves. Choose another type, as User.");
        else if (text.Length > LongestName || !IsToken(text, "x"))
            validation.Add(field, "A type is letters and digits, as User.");
        return text;
    }

    /// <param name="type">The type that it will have.</param>
    public static string Name(Validation validation, string field, string type, string? name)
    {
        var text = name?.Trim() ?? "";
        if (text.Length == 0)
            validation.Add(field, "A name is needed.");
        else if (text.Length > LongestName || !IsToken("User", text))
            validation.Add(field, $"At most {LongestName} characters, without brackets, quotes and bars.");
        else if (TokenCatalogue.Find($"{type}:{text}".ToLowerInvariant()) is not null)
            validation.Add(field, $"{type}:{text} is filled by the calls themselves. Choose another name.");
        return text;
    }

    /// <summary>Whether it can be a tag's name.</summary>
    internal static bool IsName(string type, string name) => name.Length is > 0 and <= LongestName && IsToken(type, name);

    /// <summary>Tags of one type as they are sent; an error stands at its tag: <c>tags.source</c>.</summary>
    public static TagValues Values(Validation validation, string field, string type, IReadOnlyDictionary<string, string?> given)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (given.Count > MostTags)
            validation.Add(field, $"At most {MostTags} tags.");
        foreach (var (name, value) in given)
        {
            var place = $"{field}.{name}";
            var text = validation.Text(place, value, LongestValue);
            if (text.Length == 0)
                validation.Add(place, "A value is needed.");
            if (!values.TryAdd(Name(validation, place, type, name), text))
                validation.Add(place, "The name stands there twice.");
        }

        return new TagValues(values);
    }

    private static bool IsToken(string type, string name) =>
        TokenTemplate.Parse($"[tag:{type}:{name}]").Tokens is [var only] && only.Type == type && only.Name == name;
}
