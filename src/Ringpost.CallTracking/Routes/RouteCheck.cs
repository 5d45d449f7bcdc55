using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Routes;

/// <summary>A conversion setting as it is sent (ringba.md 8.1).</summary>
/// <param name="On"><c>dialed</c>, <c>connected</c>, <c>callLength</c> or <c>postback</c>.</param>
/// <param name="Seconds">Needed for <c>callLength</c>, ignored otherwise.</param>
/// <param name="Revenue">What a conversion earns; may be absent for <c>postback</c>, which brings its own.</param>
public sealed record ConversionRequest(string? On, int? Seconds = null, string? TimerStart = null, decimal? Revenue = null);

/// <summary>What a route's fields must be.</summary>
internal static class RouteCheck
{
    public const int Most = 1000;

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
        return new ConversionSetting(on, seconds, timerStart, validation.Amount("conversion.revenue", request.Revenue));
    }
}
