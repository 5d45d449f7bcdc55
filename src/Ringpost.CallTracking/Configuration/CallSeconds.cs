using Ringpost.Primitives;

namespace Ringpost.CallTracking.Configuration;

/// <summary>The seconds of a call-length rule; exactly N meets N (architecture 4.9).</summary>
internal static class CallSeconds
{
    public const int Most = 86_400;

    /// <summary>A dedupe window (ringba.md 7): −1 for ever, 0 none, else seconds up to ten years. Null is 0.</summary>
    public static int Window(Validation validation, string field, int? value)
    {
        const int longest = 10 * 366 * 86_400;
        if (value is < -1 or > longest)
            validation.Add(field, $"−1 (never again), 0 (always), or seconds up to {longest}.");
        return value ?? 0;
    }

    /// <summary>Rules that do not count seconds keep 0, whatever was sent.</summary>
    public static int Read(Validation validation, string field, int? value, bool counts)
    {
        if (!counts)
            return 0;
        if (value is null)
            validation.Add(field, "Seconds are needed for a call length.");
        return validation.Whole(field, value, 0, Most, 0);
    }
}
