using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Caps;

/// <summary>The most that a live call may come to: what it holds of a strict cap on money.</summary>
internal static class CapMost
{
    /// <summary>A buyer's webhook may say more; that nobody can foresee.</summary>
    public static long OfLeg(ConversionSetting conversion) =>
        (conversion.Lengths?.Steps ?? []).Select(s => s.Revenue).Append(conversion.Revenue).Max();

    /// <summary>Null where no rule of the campaign pays the publisher.</summary>
    public static long? OfCall(CallConfiguration configuration, CallCampaignId campaign, PublisherId publisher)
    {
        var rules = configuration.Payouts.TryGetValue(campaign, out var all)
            ? all.Where(r => r.PublisherId is null || r.PublisherId == publisher).ToList()
            : [];
        if (rules.Count == 0)
            return null;
        var revenue = LegDialer.RoutesOf(configuration, campaign).Select(r => OfLeg(r.Conversion)).DefaultIfEmpty().Max();
        return rules.Max(r => r.RevenueShare?.Of(revenue) ?? r.Amount);
    }
}
