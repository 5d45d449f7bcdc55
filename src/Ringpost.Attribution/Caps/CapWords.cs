using System.Globalization;
using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;

namespace Ringpost.Attribution.Caps;

/// <summary>How caps are written in the API, in their table and in sentences (cake.md 5.6).</summary>
public static class CapWords
{
    public static string Of(CapType type) =>
        type switch
        {
            CapType.Click => "click",
            CapType.Conversion => "conversion",
        };

    public static string Of(CapLevel level) =>
        level switch
        {
            CapLevel.Offer => "offer",
            CapLevel.Contract => "contract",
            CapLevel.Campaign => "campaign",
        };

    /// <summary>The card that shows the cap, and its history: the campaign's, else the offer's.</summary>
    internal static CardOf CardOf(Cap cap) =>
        cap.Level == CapLevel.Campaign ? new("offer-campaign", $"{cap.TargetId}") : new("offer", $"{cap.OfferId}");

    public static string Of(CapInterval interval) =>
        interval switch
        {
            CapInterval.Lifetime => "lifetime",
            CapInterval.Daily => "daily",
            CapInterval.Weekly => "weekly",
            CapInterval.Monthly => "monthly",
            CapInterval.Custom => "custom",
        };

    public static string Of(CapBehavior behavior) =>
        behavior switch
        {
            CapBehavior.System => "system",
            CapBehavior.AdvertiserOff => "advertiserOff",
            CapBehavior.AdvertiserOnly => "advertiserOnly",
            CapBehavior.AffiliateOnly => "affiliateOnly",
            CapBehavior.Neither => "neither",
            CapBehavior.Ignore => "ignore",
        };

    /// <summary>A word, in any case, or CAKE's number of it; null where it is neither.</summary>
    internal static T? Read<T>(string? word, Func<T, string> of)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (
                string.Equals(of(value), word, StringComparison.OrdinalIgnoreCase)
                || string.Equals(value.ToString("D"), word, StringComparison.Ordinal)
            )
                return value;
        return null;
    }

    public static bool ClosesAdvertiser(this CapBehavior behavior) => behavior is CapBehavior.AffiliateOnly or CapBehavior.Neither;

    public static bool ClosesAffiliate(this CapBehavior behavior) => behavior is CapBehavior.AdvertiserOnly or CapBehavior.Neither;

    /// <summary>What a conversion over a cap is told: whose amounts are 0.</summary>
    internal static Phrase Effect(CapBehavior behavior) =>
        behavior switch
        {
            CapBehavior.System or CapBehavior.AdvertiserOff => "It counts for both sides.",
            CapBehavior.AdvertiserOnly => "The advertiser pays, the affiliate is not paid.",
            CapBehavior.AffiliateOnly => "The affiliate is paid, the advertiser does not pay.",
            CapBehavior.Neither => "Both amounts are 0.",
            CapBehavior.Ignore => "It is not stored.",
        };

    /// <summary>As <c>daily cap of 5 conversions of offer 12</c>.</summary>
    public static Phrase Name(Cap cap)
    {
        Phrase interval = cap.Interval switch
        {
            CapInterval.Lifetime => "lifetime",
            CapInterval.Daily => "daily",
            CapInterval.Weekly => "weekly",
            CapInterval.Monthly => "monthly",
            CapInterval.Custom => "custom",
        };
        Phrase level = cap.Level switch
        {
            CapLevel.Offer => "offer",
            CapLevel.Contract => "contract",
            CapLevel.Campaign => "campaign",
        };
        Phrase counted = cap switch
        {
            { Type: CapType.Click, Limit: 1 } => "click",
            { Type: CapType.Click } => "clicks",
            { Limit: 1 } => "conversion",
            _ => "conversions",
        };
        var limit = cap.Limit?.ToString(CultureInfo.InvariantCulture) ?? "no";
        return cap.EventId is { } e
            ? Phrase.Of($"{interval} cap of {limit} of event {e} at {level} {cap.TargetId}")
            : Phrase.Of($"{interval} cap of {limit} {counted} of {level} {cap.TargetId}");
    }

    /// <summary>The cap's name and the period that is meant, in the cap's zone.</summary>
    public static Phrase Name(Cap cap, CapPeriod period) =>
        cap.Interval == CapInterval.Lifetime
            ? Name(cap)
            : Phrase.Of(
                $"{Name(cap)} (from {TimeZones.InZone(period.Start, cap.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {cap.Zone.Id})"
            );
}
