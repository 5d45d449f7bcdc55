using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Routes;

/// <summary>A conversion setting as it is sent (ringba.md 8.1).</summary>
/// <param name="On"><c>dialed</c>, <c>connected</c>, <c>callLength</c> or <c>postback</c>.</param>
/// <param name="Seconds">Needed for <c>callLength</c>, ignored otherwise.</param>
/// <param name="Revenue">What a conversion earns; may be absent for <c>postback</c>, which brings its own.</param>
/// <param name="Lengths">For <c>callLength</c>: further lengths; the longest that a call reaches says what it earns.</param>
/// <param name="DedupeSeconds">−1: a caller converts once with a buyer; 0: always; else so many seconds after the last converted call.</param>
public sealed record ConversionRequest(
    string? On,
    int? Seconds = null,
    string? TimerStart = null,
    decimal? Revenue = null,
    IReadOnlyList<LengthRequest?>? Lengths = null,
    int? DedupeSeconds = null
);

/// <inheritdoc cref="LengthStep"/>
public sealed record LengthRequest(int? Seconds, decimal? Revenue);

/// <summary>What a route's fields must be.</summary>
internal static class RouteCheck
{
    public const int Most = 1000;

    private const int MostLengths = 10;

    public static ConversionSetting Conversion(Validation validation, ConversionRequest? request)
    {
        if (request is null)
        {
            validation.Add("conversion", "A conversion setting is needed: on, and what it earns.");
            return new ConversionSetting(ConvertOn.Postback, 0, TimerStart.Connected, 0);
        }

        var on = validation.Choice<ConvertOn>("conversion.on", request.On);
        var timerStart = validation.Choice<TimerStart>("conversion.timerStart", request.TimerStart, TimerStart.Connected);
        var seconds = CallSeconds.Read(validation, "conversion.seconds", request.Seconds, on == ConvertOn.CallLength);
        if (request.Revenue is null && on != ConvertOn.Postback)
            validation.Add("conversion.revenue", "An amount is needed; 0 is one.");
        return new ConversionSetting(on, seconds, timerStart, validation.Amount("conversion.revenue", request.Revenue))
        {
            Lengths = on == ConvertOn.CallLength ? Lengths(validation, seconds, request.Lengths ?? []) : null,
            DedupeSeconds = CallSeconds.Window(validation, "conversion.dedupeSeconds", request.DedupeSeconds),
        };
    }

    private static LengthSteps? Lengths(Validation validation, int first, IReadOnlyList<LengthRequest?> request)
    {
        if (request.Count > MostLengths)
            validation.Add("conversion.lengths", $"At most {MostLengths} further lengths.");
        var steps = new List<LengthStep>();
        for (var i = 0; i < Math.Min(request.Count, MostLengths); i++)
        {
            var (field, step) = ($"conversion.lengths[{i}]", request[i]);
            var seconds = CallSeconds.Read(validation, $"{field}.seconds", step?.Seconds, counts: true);
            if (step?.Seconds is not null && (seconds == first || steps.Exists(s => s.Seconds == seconds)))
                validation.Add($"{field}.seconds", $"{seconds} seconds stand there twice.");
            if (step?.Revenue is null)
                validation.Add($"{field}.revenue", "An amount is needed; 0 is one.");
            steps.Add(new LengthStep(seconds, validation.Amount($"{field}.revenue", step?.Revenue)));
        }

        return LengthSteps.Of(steps);
    }
}
