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
            return "Concurrency cap";
        var period = cap.Replace("Sum", "", StringComparison.Ordinal) switch
        {
            "hourly" => "Hourly",
            "daily" => "Daily",
            "monthly" => "Monthly",
            _ => "All time",
        };
        return currency is null ? $"{period} cap" : $"{period} {(kind == CapOwnerKind.Publisher ? "payout" : "revenue")} cap ({currency})";
    }

    public static IReadOnlyList<Choice<string>> Countries { get; } =
    [
        .. PhoneNumber
            .Countries.Select(c => new Choice<string>(c, CountryName(c)))
            .OrderBy(c => c.Value != "US")
            .ThenBy(c => c.Text, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<Choice<string>> ConvertOnChoices { get; } =
    [
        new("dialed", "Dialed"),
        new("connected", "Successful connection"),
        new("callLength", "Call length"),
        new("postback", "Postback/Webhook"),
    ];

    public static IReadOnlyList<Choice<string>> PayoutOnChoices { get; } =
    [
        new("incoming", "Incoming call"),
        new("connected", "Successful connection"),
        new("converted", "Converted call"),
        new("callLength", "Call length"),
    ];

    public static IReadOnlyList<Choice<string>> TimerStartChoices { get; } =
    [new("incoming", "Incoming call"), new("dialed", "Dial"), new("connected", "Connect")];

    public static IReadOnlyList<Choice<string>> DuplicateChoices { get; } =
    [new("connected", "Connection"), new("incoming", "Incoming call"), new("callLength", "Call length")];

    public static IReadOnlyList<Choice<string>> DuplicateRoutingChoices { get; } =
    [
        new("normal", "As any call"),
        new("original", "To the target of the earlier call"),
        new("different", "To another target than the earlier call"),
    ];

    public static IReadOnlyList<Choice<string>> CheckFailureChoices { get; } =
    [new("pass", "Let the call in"), new("block", "Turn the call away")];

    public static IReadOnlyList<Choice<string>> AttestationChoices { get; } =
    [new("none", "Nothing"), new("c", "C or better (gateway)"), new("b", "B or better (partial)"), new("a", "A (full)")];

    public static IReadOnlyList<Choice<string>> DestinationChoices { get; } =
    [new("number", "Number"), new("sip", "SIP"), new("group", "Group that rings together")];

    public static IReadOnlyList<Choice<string>> NoticeChoices { get; } =
    [new("none", "None needed"), new("text", "Read out a text"), new("audio", "Play an audio file")];

    public static string Describe(ConversionSetting conversion) =>
        conversion.On switch
        {
            ConvertOn.Dialed => "Dialed",
            ConvertOn.Connected => "Successful connection",
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
                    ? "A caller once"
                    : $"A caller again after {CallTracking.CallLists.CallSentences.Span(rule.DedupeSeconds)}"
            );
        if (rule.Hours is not null)
            parts.Add("Within hours");
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
            ({ } least, null) => $", at least {least:0.00####}",
            (null, { } most) => $", at most {most:0.00####}",
            ({ } least, { } most) => $", {least:0.00####} to {most:0.00####}",
        };
        return $"{share.Percent / 1_000_000m:0.######} %{limits}";
    }

    private static string Further(ConversionSetting conversion) =>
        conversion.Lengths is { } lengths
            ? string.Concat(lengths.Steps.Select(s => $"; {s.Seconds} s earn {ConsoleFormat.Amount(s.Revenue)}"))
            : "";

    private static string Again(ConversionSetting conversion) =>
        conversion.DedupeSeconds switch
        {
            0 => "",
            < 0 => "; a caller once",
            var seconds => $"; a caller again after {CallTracking.CallLists.CallSentences.Span(seconds)}",
        };

    public static string Describe(PayoutRule rule) =>
        rule.On switch
        {
            PayoutOn.Incoming => "Incoming call",
            PayoutOn.Connected => "Successful connection",
            PayoutOn.Converted => "Converted call",
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
        $"Call length of {seconds} s from "
        + start switch
        {
            TimerStart.Incoming => "incoming",
            TimerStart.Dialed => "dial",
            TimerStart.Connected => "connect",
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
