using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Payouts;

/// <summary>What a person says of callers who call again: always, never, or after a time.</summary>
public sealed class DedupeForm
{
    private static readonly (string Unit, int Seconds)[] Units = [("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1)];

    public string? When { get; set; } = "always";
    public decimal? Length { get; set; } = 30;
    public string? Unit { get; set; } = "days";

    public static IReadOnlyList<Choice<string>> UnitChoices =>
        [new("days", T["days"]), new("hours", T["hours"]), new("minutes", T["minutes"]), new("seconds", T["seconds"])];

    public static DedupeForm Of(int seconds)
    {
        if (seconds <= 0)
            return new() { When = seconds < 0 ? "never" : "always" };
        var (unit, length) = Array.Find(Units, u => seconds % u.Seconds == 0);
        return new()
        {
            When = "after",
            Length = seconds / length,
            Unit = unit,
        };
    }

    /// <summary>−1, 0 or seconds; what is no whole number of seconds becomes one that no rule takes.</summary>
    public int? ToSeconds() =>
        When switch
        {
            "always" => 0,
            "never" => -1,
            _ => CallWords.Whole((Length is > 0 and < 1_000_000 ? Length : int.MinValue) * Array.Find(Units, u => u.Unit == Unit).Seconds),
        };
}
