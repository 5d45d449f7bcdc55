namespace Ringpost.CallTracking.Reports;

/// <summary>What a call report's lines stand for (api-v1.md).</summary>
public enum CallReportGrouping
{
    CallCampaign,
    Publisher,
    Number,
    Target,
    Buyer,
    TargetGroup,
    Day,
    Hour,

    /// <summary>The values of one tag.</summary>
    Tag,

    /// <summary>The values of one column of the filter, asked for by its id, as <c>publisherSubId</c>.</summary>
    Column,
}
