using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Payouts;
using Ringpost.Console.Components;
using Ringpost.Console.Pages.Calls.Filters;
using Ringpost.Console.Pages.Calls.Hours;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls.Payouts;

/// <summary>What a person types of a payout.</summary>
public sealed class PayoutForm
{
    public PublisherId? Publisher { get; set; }
    public string? On { get; set; } = "callLength";
    public decimal? Seconds { get; set; }
    public string? TimerStart { get; set; } = "connected";
    public string? Kind { get; set; } = "fixed";
    public decimal? Amount { get; set; }
    public decimal? Percent { get; set; }
    public decimal? Minimum { get; set; }
    public decimal? Maximum { get; set; }
    public DedupeForm Dedupe { get; set; } = new();
    public HoursForm Hours { get; set; } = new();
    public FilterForm Filters { get; set; } = new();

    public static IReadOnlyList<Choice<string>> Kinds => [new("fixed", T["Fixed amount"]), new("share", T["Revenue share"])];

    public bool IsShare => Kind == "share";

    public static PayoutForm Of(PayoutRule? rule, string zone) =>
        rule is null
            ? new() { Hours = HoursForm.Of(null, zone) }
            : new()
            {
                Publisher = rule.PublisherId,
                On = CallWords.Word(rule.On),
                Seconds = rule.On == PayoutOn.CallLength ? rule.Seconds : null,
                TimerStart = CallWords.Word(rule.TimerStart),
                Kind = rule.RevenueShare is null ? "fixed" : "share",
                Amount = rule.RevenueShare is null ? rule.Amount / 1_000_000m : null,
                Percent = rule.RevenueShare?.Percent / 1_000_000m,
                Minimum = rule.RevenueShare?.Minimum,
                Maximum = rule.RevenueShare?.Maximum,
                Dedupe = DedupeForm.Of(rule.DedupeSeconds),
                Hours = HoursForm.Of(rule.Hours, zone),
                Filters = FilterForm.Of(rule.Filters),
            };

    internal CreatePayoutRule.Request ToCreate() =>
        new(
            Publisher,
            On,
            CallWords.Whole(Seconds),
            TimerStart,
            IsShare ? null : Amount,
            Share,
            Filters.ToRequest(),
            Hours.ToRequest(),
            Dedupe.ToSeconds()
        );

    internal ChangePayoutRule.Request ToChange() =>
        new(
            new Optional<PublisherId?>(Publisher),
            On,
            CallWords.Whole(Seconds),
            TimerStart,
            IsShare ? null : Amount,
            null,
            new Optional<RevenueShareRequest?>(Share),
            Filters.ToRequest(),
            new(Hours.ToRequest()),
            Dedupe.ToSeconds()
        );

    private RevenueShareRequest? Share => IsShare ? new(Percent, Minimum, Maximum) : null;
}
