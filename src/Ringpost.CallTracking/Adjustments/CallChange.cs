using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>An adjustment as it is sent, for one call or many.</summary>
/// <param name="Mode"><c>relative</c>, <c>absolute</c> or <c>void</c>.</param>
/// <param name="Revenue">What the buyer owes; absent leaves it alone.</param>
/// <param name="Payout">What the publisher is owed; absent leaves it alone.</param>
/// <param name="VoidRevenue">For <c>void</c>: take the revenue off, all of it where <paramref name="Revenue"/> is absent.</param>
/// <param name="VoidPayout">For <c>void</c>: take the payout off, all of it where <paramref name="Payout"/> is absent.</param>
/// <param name="Told">What the publisher is told of a changed payout; they never see the reason.</param>
/// <param name="Effective"><c>today</c> (where absent), <c>callDate</c>, or a date as 2026-01-31.</param>
public sealed record ChangeRequest(
    string? Mode,
    decimal? Revenue = null,
    decimal? Payout = null,
    bool? VoidRevenue = null,
    bool? VoidPayout = null,
    string? Effective = null,
    string? Reason = null,
    string? Told = null
);

/// <summary>What is to become of one side. Null is all that the side has, of a void.</summary>
internal readonly record struct AmountStep(long? Millionths);

/// <summary>What is to become of a call's amounts. Null leaves a side alone.</summary>
internal sealed record CallChange(AdjustmentMode Mode, AmountStep? Revenue, AmountStep? Payout, string Effective, string Reason)
{
    /// <summary>What the publisher is told of a changed payout; may be empty.</summary>
    public string Told { get; init; } = "";

    public const string Today = "today";
    private const string CallDate = "callDate";

    public static CallChange Read(Validation validation, ChangeRequest request)
    {
        var mode = validation.Choice<AdjustmentMode>("mode", request.Mode);
        var revenue = Step(validation, "revenue", mode, request.Revenue, request.VoidRevenue);
        var payout = Step(validation, "payout", mode, request.Payout, request.VoidPayout);
        if (revenue is null && payout is null)
            foreach (var side in mode == AdjustmentMode.Void ? new[] { "voidRevenue", "voidPayout" } : ["revenue", "payout"])
                validation.Add(side, "Revenue, payout or both.");
        return new CallChange(mode, revenue, payout, ReadEffective(validation, request.Effective), ReadReason(validation, request.Reason))
        {
            Told = validation.Text("told", request.Told, 500),
        };
    }

    public static string ReadReason(Validation validation, string? text)
    {
        var reason = validation.Text("reason", text, 500);
        if (reason.Length == 0)
            validation.Add("reason", "Say why: it stands in the call's history.");
        return reason;
    }

    public static string ReadEffective(Validation validation, string? word)
    {
        var text = word?.Trim() ?? "";
        if (text.Length == 0 || text.Equals(Today, StringComparison.OrdinalIgnoreCase))
            return Today;
        if (text.Equals(CallDate, StringComparison.OrdinalIgnoreCase))
            return CallDate;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            validation.Add("effective", "One of: today, callDate, or a date as 2026-01-31.");
        return text;
    }

    /// <summary>A typed amount that may be negative.</summary>
    public static long Signed(Validation validation, string field, decimal amount) =>
        amount < 0 && amount != Validation.NoAmount ? -validation.Amount(field, -amount) : validation.Amount(field, amount);

    /// <summary>The day, in the instance's zone, whose bill carries the difference.</summary>
    public string DayOf(Instant arrivedAt, Instant now, TimeZoneInfo zone) =>
        Effective switch
        {
            Today => Day(now, zone),
            CallDate => Day(arrivedAt, zone),
            var day => day,
        };

    private static AmountStep? Step(Validation validation, string field, AdjustmentMode mode, decimal? amount, bool? isVoided) =>
        mode switch
        {
            AdjustmentMode.Void when isVoided ?? amount is not null => new AmountStep(
                amount is null ? null : validation.Amount(field, amount)
            ),
            AdjustmentMode.Void => null,
            AdjustmentMode.Relative or AdjustmentMode.Absolute when amount is null => null,
            AdjustmentMode.Relative => new AmountStep(Signed(validation, field, amount!.Value)),
            AdjustmentMode.Absolute => new AmountStep(validation.Amount(field, amount)),
        };

    private static string Day(Instant at, TimeZoneInfo zone) =>
        TimeZones.InZone(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
