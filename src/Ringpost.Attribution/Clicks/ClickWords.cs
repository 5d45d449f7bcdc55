using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Clicks;

/// <summary>How session regeneration is written in the API and in its table.</summary>
internal static class ClickWords
{
    public static string Of(RegenerationType type) =>
        type switch
        {
            RegenerationType.None => "none",
            RegenerationType.Ip => "ip",
            RegenerationType.IpAndUserAgent => "ipAndUserAgent",
            RegenerationType.SubId => "subId",
        };

    public static RegenerationType? ReadRegeneration(string? word)
    {
        foreach (var type in Enum.GetValues<RegenerationType>())
            if (string.Equals(Of(type), word, StringComparison.OrdinalIgnoreCase))
                return type;
        return null;
    }

    /// <summary>A day; 30 days by sub id alone (cake.md 5.3).</summary>
    public static int LongestSeconds(RegenerationType type) => type == RegenerationType.SubId ? 2_592_000 : 86_400;
}
