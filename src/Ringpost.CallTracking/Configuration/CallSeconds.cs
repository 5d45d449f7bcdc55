using Ringpost.Primitives;

namespace Ringpost.CallTracking.Configuration;

/// <summary>The seconds of a call-length rule; exactly N meets N (architecture 4.9).</summary>
internal static class CallSeconds
{
    public const int Most = 86_400;

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
