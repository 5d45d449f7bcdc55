using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Creatives;

/// <summary>How a creative's type and status are written in the API and in its table (cake.md 5.6).</summary>
internal static class CreativeWords
{
    public static string Of(CreativeType type) =>
        type switch
        {
            CreativeType.Link => "link",
            CreativeType.Email => "email",
            CreativeType.Image => "image",
            CreativeType.Flash => "flash",
            CreativeType.Text => "text",
            CreativeType.Html => "html",
            CreativeType.Video => "video",
        };

    public static string Of(CreativeStatus status) =>
        status switch
        {
            CreativeStatus.Active => "active",
            CreativeStatus.Inactive => "inactive",
            CreativeStatus.Hidden => "hidden",
        };

    public static CreativeType Type(Validation validation, string? word, CreativeType absent) => Read(validation, "type", word, absent, Of);

    public static CreativeStatus Status(Validation validation, string? word, CreativeStatus absent) =>
        Read(validation, "status", word, absent, Of);

    private static T Read<T>(Validation validation, string field, string? word, T absent, Func<T, string> of)
        where T : struct, Enum
    {
        if (word is null)
            return absent;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(of(value), word, StringComparison.OrdinalIgnoreCase))
                return value;
        validation.Add(field, $"One of: {string.Join(", ", Enum.GetValues<T>().Select(of))}.");
        return absent;
    }
}
