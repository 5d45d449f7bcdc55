using Ringpost.CallTracking.Adjustments;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.Adjustments;

/// <summary>What a person types of an adjustment, of one call or many.</summary>
public sealed class ChangeForm
{
    public string? Mode { get; set; } = "absolute";
    public decimal? Revenue { get; set; }
    public decimal? Payout { get; set; }
    public bool VoidRevenue { get; set; } = true;
    public bool VoidPayout { get; set; }
    public string? Effective { get; set; }
    public string? Reason { get; set; }
    public string? Told { get; set; }

    public static IReadOnlyList<Choice<string>> Modes =>
        [new("absolute", T["Set the amounts"]), new("relative", T["Add to the amounts"]), new("void", T["Take off (void)"])];

    public bool IsVoid => Mode == "void";

    public ChangeRequest ToRequest() =>
        new(Mode, Revenue, Payout, IsVoid ? VoidRevenue : null, IsVoid ? VoidPayout : null, Effective, Reason, Told);
}
