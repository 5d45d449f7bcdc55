using Ringpost.CallTracking;
using Ringpost.CallTracking.Earnings;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>Of which days and calls the books are compared. Times and dates as <see cref="TimeRange.Read"/> takes them; at most 31 days.</summary>
/// <param name="From">Yesterday where both edges are absent.</param>
/// <param name="Zone">IANA or Windows name; the instance's where absent.</param>
public sealed record OwnQuestion(
    string? From = null,
    string? To = null,
    string? Zone = null,
    CallCampaignId? CallCampaignId = null,
    PublisherId? PublisherId = null
)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    internal (PaidCallFilter Filter, TimeZoneInfo Zone) Read(Validation validation, TimeZoneInfo instance, Instant now)
    {
        var zone = instance;
        if (!string.IsNullOrWhiteSpace(Zone) && !TimeZones.TryFind(Zone, out zone))
            validation.Add("zone", "A zone's name, as America/New_York.");
        var yesterday = $"{DateOnly.FromDateTime(TimeZones.InZone(now, zone).DateTime).AddDays(-1):yyyy-MM-dd}";
        var range = TimeRange.Read(
            validation,
            string.IsNullOrWhiteSpace(From) ? To ?? yesterday : From,
            string.IsNullOrWhiteSpace(To) ? From ?? yesterday : To,
            zone,
            TimeRange.All
        );
        // An hour more than 31 days is 31 days in a zone whose clock went back.
        if (range.To - range.From > Longest + TimeSpan.FromHours(2))
            validation.Add("to", "At most 31 days at a time.");
        return (new PaidCallFilter(range, CallCampaignId, PublisherId), zone);
    }
}

/// <summary>As <see cref="OwnQuestion"/>, of the rows alone.</summary>
/// <param name="Verdict">A word of <see cref="AgreementVerdict"/>; all that differ where absent.</param>
/// <param name="CallId">This call alone, whenever it came.</param>
public sealed record OwnRowQuestion(
    string? From = null,
    string? To = null,
    string? Zone = null,
    CallCampaignId? CallCampaignId = null,
    PublisherId? PublisherId = null,
    string? Verdict = null,
    CallId? CallId = null
)
{
    internal OwnQuestion Days => new(From, To, Zone, CallCampaignId, PublisherId);

    internal AgreementVerdict? ReadVerdict(Validation validation)
    {
        if (string.IsNullOrWhiteSpace(Verdict))
            return null;
        foreach (var verdict in Enum.GetValues<AgreementVerdict>())
            if (verdict.Code().Equals(Verdict.Trim(), StringComparison.OrdinalIgnoreCase))
                return verdict;
        validation.Add("verdict", $"One of: {string.Join(", ", Enum.GetValues<AgreementVerdict>().Select(v => v.Code()))}.");
        return null;
    }
}
