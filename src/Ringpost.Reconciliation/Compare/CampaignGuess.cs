using System.Globalization;

namespace Ringpost.Reconciliation.Compare;

/// <summary>
/// Learns from joined pairs to which offer a campaign leads and to which affiliate a publisher, and marks what stands elsewhere. What has no
/// clear majority is not compared. Without I/O.
/// </summary>
internal static class CampaignGuess
{
    /// <summary>Fewer pairs than this say nothing.</summary>
    private const int Least = 5;

    private const double Clear = 0.8;

    public static IEnumerable<CompareGuess> Mark(CallBook calls, ConversionBook conversions)
    {
        var (offers, affiliates) = (new Dictionary<(int, int), int>(), new Dictionary<(int, int), int>());
        for (var i = 0; i < conversions.Rows.Count; i++)
        {
            ref var row = ref conversions.Rows[i];
            if (row.Call == 0)
                continue;
            ref var call = ref calls.Rows[row.Call - 1];
            Count(offers, call.Campaign, row.Offer);
            Count(affiliates, call.Publisher, row.Affiliate);
        }

        var (ofOffers, ofAffiliates) = (Majorities(offers), Majorities(affiliates));
        for (var i = 0; i < conversions.Rows.Count; i++)
        {
            ref var row = ref conversions.Rows[i];
            if (row.Call == 0)
                continue;
            ref var call = ref calls.Rows[row.Call - 1];
            row.OtherCampaign = IsElsewhere(ofOffers, call.Campaign, row.Offer) || IsElsewhere(ofAffiliates, call.Publisher, row.Affiliate);
        }

        foreach (var (campaign, (offer, share)) in ofOffers.OrderBy(m => m.Key))
            yield return Told("campaign", calls.Campaigns[campaign], "offer", conversions.Offers[offer], share);
        foreach (var (publisher, (affiliate, share)) in ofAffiliates.OrderBy(m => m.Key))
            yield return Told("publisher", calls.Publishers[publisher], "affiliate", conversions.Affiliates[affiliate], share);
    }

    private static void Count(Dictionary<(int, int), int> counts, int one, int other)
    {
        if (one != 0 && other != 0)
            counts[(one, other)] = counts.GetValueOrDefault((one, other)) + 1;
    }

    private static Dictionary<int, (int Other, double Share)> Majorities(Dictionary<(int One, int Other), int> counts)
    {
        var found = new Dictionary<int, (int, double)>();
        foreach (var group in counts.GroupBy(c => c.Key.One))
        {
            var all = group.Sum(c => c.Value);
            var most = group.MaxBy(c => c.Value);
            if (all >= Least && most.Value >= all * Clear)
                found[group.Key] = (most.Key.Other, (double)most.Value / all);
        }

        return found;
    }

    private static bool IsElsewhere(Dictionary<int, (int Other, double Share)> majorities, int one, int other) =>
        other != 0 && majorities.TryGetValue(one, out var majority) && majority.Other != other;

    private static CompareGuess Told(string what, string name, string other, string otherName, double share) =>
        new(
            what,
            $"“{name}” is {other} {otherName}",
            string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} % of its joined calls")
        );
}
