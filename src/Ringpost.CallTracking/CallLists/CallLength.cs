using System.Globalization;

namespace Ringpost.CallTracking.CallLists;

/// <summary>A length in whole seconds as <c>HH:MM:SS</c>; hours may exceed 24 (ringba.md 10.2).</summary>
public static class CallLength
{
    public static string Format(long seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}
