using Ringpost.CallTracking;
using Ringpost.CallTracking.Earnings;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>Of which days and calls the books are compared. Times and dates as <see cref="TimeRange.Read"/> takes them; at most 31 days.</summary>
public sealed record OwnQuestion
{
    /// <summary>Yesterday where both edges are absent.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>IANA or Windows name; the instance's where absent.</summary>
    public string? Zone { get; init; }

    public CallCampaignId? CallCampaignId { get; init; }

    public PublisherId? PublisherId { get; init; }

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
public sealed record OwnRowQuestion
{
    public string? From { get; init; }

    public string? To { get; init; }

    public string? Zone { get; init; }

    public CallCampaignId? CallCampaignId { get; init; }

    public PublisherId? PublisherId { get; init; }

    /// <summary>A word of <see cref="AgreementVerdict"/>; all that differ where absent.</summary>
    public string? Verdict { get; init; }

    /// <summary>This call alone, whenever it came.</summary>
    public CallId? CallId { get; init; }

    internal OwnQuestion Days =>
        new()
        {
            From = From,
            To = To,
            Zone = Zone,
            CallCampaignId = CallCampaignId,
            PublisherId = PublisherId,
        };

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
