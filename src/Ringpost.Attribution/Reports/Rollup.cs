namespace Ringpost.Attribution.Reports;

/// <summary>A table of sums per span of time. Its columns stand in one order in every statement: key, then numbers.</summary>
internal sealed record Rollup(string Table, int QuartersPerSpan, bool HasCampaigns)
{
    public static readonly Rollup OfferHours = new("report_offer_hours", 4, false);

    public static readonly Rollup OfferQuarters = new("report_offer_quarters", 1, false);

    public static readonly Rollup CampaignQuarters = new("report_campaign_quarters", 1, true);

    public static readonly IReadOnlyList<Rollup> All = [OfferHours, OfferQuarters, CampaignQuarters];

    /// <summary>Amounts as whole units and the millionths that are left.</summary>
    public static readonly IReadOnlyList<string> Numbers =
    [
        "unique_clicks",
        "duplicate_clicks",
        "approved",
        "pending",
        "rejected",
        "returned",
        "received",
        "received_rest",
        "paid",
        "paid_rest",
        "pending_received",
        "pending_received_rest",
        "pending_paid",
        "pending_paid_rest",
    ];

    public long SpanMilliseconds => QuartersPerSpan * ReportDeltas.Quarter;

    public IReadOnlyList<string> Keys =>
        HasCampaigns
            ? ["span", "advertiser_id", "offer_id", "affiliate_id", "campaign_id", "creative_id", "event_id", "currency"]
            : ["span", "advertiser_id", "offer_id", "event_id", "currency"];

    public string Conflict =>
        HasCampaigns
            ? "span, campaign_id, event_id, creative_id, advertiser_id, currency"
            : "span, offer_id, event_id, advertiser_id, currency";

    /// <summary>Adds a row to what is stored, or stores it.</summary>
    public string Upsert(string source) =>
        $"INSERT INTO {Table} ({string.Join(", ", Keys)}, {string.Join(", ", Numbers)}) {source} ON CONFLICT ({Conflict}) DO UPDATE SET "
        + string.Join(", ", Numbers.Select(n => $"{n} = {Table}.{n} + excluded.{n}"));

    /// <summary>A cell as this table keeps it.</summary>
    public (long Span, ReportCell Cell) KeyOf(long quarter, ReportCell cell) =>
        HasCampaigns
            ? (quarter, cell)
            : (quarter / QuartersPerSpan, cell with { Affiliate = default, Campaign = default, Creative = default });

    public long[] ToKeys(long span, ReportCell cell) =>
        HasCampaigns
            ?
            [
                span,
                cell.Advertiser.Value,
                cell.Offer.Value,
                cell.Affiliate.Value,
                cell.Campaign.Value,
                cell.Creative.Value,
                cell.Event.Value,
            ]
            : [span, cell.Advertiser.Value, cell.Offer.Value, cell.Event.Value];

    public static long[] ToNumbers(ReportSum sum) =>
        [
            sum.UniqueClicks,
            sum.DuplicateClicks,
            sum.Approved,
            sum.Pending,
            sum.Rejected,
            sum.Returned,
            Units(sum.Received),
            Rest(sum.Received),
            Units(sum.Paid),
            Rest(sum.Paid),
            Units(sum.PendingReceived),
            Rest(sum.PendingReceived),
            Units(sum.PendingPaid),
            Rest(sum.PendingPaid),
        ];

    private static long Units(Int128 millionths) => (long)(millionths / 1_000_000);

    private static long Rest(Int128 millionths) => (long)(millionths % 1_000_000);
}
