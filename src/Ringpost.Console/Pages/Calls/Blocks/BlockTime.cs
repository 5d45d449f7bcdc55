using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls.Blocks;

/// <summary>How long a block holds, as people choose it.</summary>
internal static class BlockTime
{
    /// <summary>Hours; 0 is for ever.</summary>
    public static IReadOnlyList<Choice<int>> Choices =>
        [
            new(0, T["For ever"]),
            new(1, T["1 hour"]),
            new(24, T["24 hours"]),
            new(7 * 24, T["7 days"]),
            new(30 * 24, T["30 days"]),
            new(365 * 24, T["1 year"]),
        ];

    public static Instant? Until(int hours, TimeProvider time) => hours == 0 ? null : Instant.Now(time) + TimeSpan.FromHours(hours);
}
