using System.Globalization;
using System.Text.Json;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Calls;

/// <summary>The call side's settings in Ringba's words, and the choices of its selects.</summary>
internal static class CallWords
{
    /// <summary>A cap by its field in the API, as <c>dailySum</c>.</summary>
    public static string CapName(string cap, string? currency, CapOwnerKind kind)
    {
        if (cap == "concurrency")
            return T["Concurrency cap"];
        var period = cap.Replace("Sum", "", StringComparison.Ordinal) switch
        {
            "hourly" => T["Hourly"],
            "daily" => T["Daily"],
            "monthly" => T["Monthly"],
            _ => T["All time"],
        };
        return currency is null ? T["{0} cap", period]
            : kind == CapOwnerKind.Publisher ? T["{0} payout cap ({1})", period, currency]
            : T["{0} revenue cap ({1})", period, currency];
    }

    public static IReadOnlyList<Choice<string>> Countries =>
        [
            .. PhoneNumber
                .Countries.Select(c => new Choice<string>(c, CountryName(c)))
                .OrderBy(c => c.Value != "US")
                .ThenBy(c => c.Text, StringComparer.Ordinal),
        ];

    public static IReadOnlyList<Choice<string>> ConvertOnChoices =>
        [
            new("dialed", T["Dialed"]),
            new("connected", T["Successful connection"]),
            new("callLength", T["Call length"]),
            new("postback", "Postback/Webhook"),
        ];

    public static IReadOnlyList<Choice<string>> PayoutOnChoices =>
        [
            new("incoming", T["Incoming call"]),
            new("connected", T["Successful connection"]),
            new("converted", T["Converted call"]),
            new("callLength", T["Call length"]),
        ];

    public static IReadOnlyList<Choice<string>> TimerStartChoices =>
        [new("incoming", T["Incoming call"]), new("dialed", T["Dial"]), new("connected", T["Connect"])];

    public static IReadOnlyList<Choice<string>> DuplicateChoices =>
        [new("connected", T["Connection"]), new("incoming", T["Incoming call"]), new("callLength", T["Call length"])];

    public static IReadOnlyList<Choice<string>> DuplicateRoutingChoices =>
        [
            new("normal", T["As any call"]),
            new("original", T["To the target of the earlier call"]),
            new("different", T["To another target than the earlier call"]),
        ];

    public static IReadOnlyList<Choice<string>> CheckFailureChoices =>
        [new("pass", T["Let the call in"]), new("block", T["Turn the call away"])];

    public static IReadOnlyList<Choice<string>> AttestationChoices =>
        [new("none", T["Nothing"]), new("c", T["C or better (gateway)"]), new("b", T["B or better (partial)"]), new("a", T["A (full)"])];

    public static IReadOnlyList<Choice<string>> DestinationChoices =>
        [new("number", T["Number"]), new("sip", "SIP"), new("group", T["Group that rings together"])];

    public static IReadOnlyList<Choice<string>> NoticeChoices =>
        [new("none", T["None needed"]), new("text", T["Read out a text"]), new("audio", T["Play an audio file"])];

    public static string Describe(ConversionSetting conversion) =>
        conversion.On switch
        {
            ConvertOn.Dialed => T["Dialed"],
            ConvertOn.Connected => T["Successful connection"],
            ConvertOn.CallLength => Describe(conversion.Seconds, conversion.TimerStart) + Further(conversion),
            ConvertOn.Postback => "Postback/Webhook",
        } + Again(conversion);

    /// <summary>What a payout asks beside its event.</summary>
    public static string Conditions(PayoutRule rule)
    {
        var parts = new List<string>();
        if (rule.DedupeSeconds != 0)
            parts.Add(
                rule.DedupeSeconds < 0
                    ? T["A caller once"]
                    : T["A caller again after {0}", T.Known(CallTracking.CallLists.CallSentences.Span(rule.DedupeSeconds))]
            );
        if (rule.Hours is not null)
            parts.Add(T["Within hours"]);
        if (!rule.Filters.IsNone)
            parts.Add(CallTracking.Filters.FilterSentences.Of(rule.Filters));
        return parts.Count == 0 ? "–" : string.Join("; ", parts);
    }

    /// <summary>A fixed amount, or the share with its limits.</summary>
    public static string Pays(PayoutRule rule)
    {
        if (rule.RevenueShare is not { } share)
            return ConsoleFormat.Amount(rule.Amount);
        var limits = (share.Minimum, share.Maximum) switch
        {
            (null, null) => "",
            ({ } least, null) => T[", at least {0:0.00####}", least],
            (null, { } most) => T[", at most {0:0.00####}", most],
            ({ } least, { } most) => T[", {0:0.00####} to {1:0.00####}", least, most],
        };
        return $"{share.Percent / 1_000_000m:0.######} %{limits}";
    }

    private static string Further(ConversionSetting conversion) =>
        conversion.Lengths is { } lengths
            ? string.Concat(lengths.Steps.Select(s => T["; {0} s earn {1}", s.Seconds, ConsoleFormat.Amount(s.Revenue)]))
            : "";

    private static string Again(ConversionSetting conversion) =>
        conversion.DedupeSeconds switch
        {
            0 => "",
            < 0 => T["; a caller once"],
            var seconds => T["; a caller again after {0}", T.Known(CallTracking.CallLists.CallSentences.Span(seconds))],
        };

    public static string Describe(PayoutRule rule) =>
        rule.On switch
        {
            PayoutOn.Incoming => T["Incoming call"],
            PayoutOn.Connected => T["Successful connection"],
            PayoutOn.Converted => T["Converted call"],
            PayoutOn.CallLength => Describe(rule.Seconds, rule.TimerStart),
        };

    /// <summary>A setting's value as the API writes it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>A typed number as a whole one; what is not whole or too large becomes one that no rule takes.</summary>
    public static int? Whole(decimal? value) =>
        value switch
        {
            null => null,
            < int.MinValue or > int.MaxValue => int.MaxValue,
            _ when decimal.Truncate(value.Value) != value.Value => int.MinValue,
            _ => (int)value.Value,
        };

    private static string Describe(int seconds, TimerStart start) =>
        start switch
        {
            TimerStart.Incoming => T["Call length of {0} s from incoming", seconds],
            TimerStart.Dialed => T["Call length of {0} s from dial", seconds],
            TimerStart.Connected => T["Call length of {0} s from connect", seconds],
        };

    private static string CountryName(string code)
    {
        try
        {
            return $"{new RegionInfo(code).EnglishName} ({code})";
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
