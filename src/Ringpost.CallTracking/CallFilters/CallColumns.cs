using Ringpost.CallTracking.Annotations;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>The columns that calls are filtered by: Ringba's ids and titles (ringba.md 10.3), then our own.</summary>
public static class CallColumns
{
    private const string Names = "Name and ID";
    private const string Call = "Call";
    private const string Time = "Time";
    private const string Performance = "Performance";

    private const string ConnectedLeg =
        "(SELECT d.destination FROM call_legs d WHERE d.call_id = c.id AND d.connected = 1 ORDER BY d.leg DESC LIMIT 1)";

    // Before the list, which is made of them.
    internal static ColumnSource CampaignId { get; } = new("c.campaign_id");

    internal static ColumnSource PublisherId { get; } = new("c.publisher_id");

    internal static ColumnSource TargetId { get; } = new("c.target_id") { OfLeg = "g.target_id", CountsLegs = true };

    internal static ColumnSource BuyerId { get; } = new("c.buyer_id") { OfLeg = "g.buyer_id", CountsLegs = true };

    public static IReadOnlyList<CallColumn> All { get; } =
    [
        Of("campaignName", "Campaign", CampaignId, c => c.Campaigns.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Of("publisherName", "Publisher", PublisherId, c => c.Publishers.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Of("targetName", "Target", TargetId, c => c.Targets.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Of("buyer", "Buyer", BuyerId, c => c.Buyers.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Text("targetNumber", "Target Number", Names, new(ConnectedLeg) { OfLeg = "g.destination", CountsLegs = true }),
        Text("campaignId", "Campaign ID", Names, CampaignId),
        Of(
            "campaignTrackingId",
            "Campaign Tracking ID",
            CampaignId,
            c => c.Campaigns.Values.Select(i => (i.Id.Value, (string?)i.TrackingId))
        ),
        Text("publisherId", "Publisher ID", Names, PublisherId),
        Of("publisherSubId", "Publisher Sub ID", PublisherId, c => c.Publishers.Values.Select(i => (i.Id.Value, (string?)i.SubId))),
        Text("targetId", "Target ID", Names, TargetId),
        Text("buyerId", "Buyer ID", Names, BuyerId),
        Of("targetBuyerSubId", "Buyer Sub ID", BuyerId, c => c.Buyers.Values.Select(i => (i.Id.Value, (string?)i.SubId))),
        Text("dialedTargetId", "Dialed Target ID", Names, new("") { OfAnyLeg = "d.target_id" }),
        Text("dialedBuyerId", "Dialed Buyer ID", Names, new("") { OfAnyLeg = "d.buyer_id" }),
        Text("inboundCallId", "Inbound Call ID", Call, new("c.id")),
        new("inboundPhoneNumber", "Caller ID", Call, ColumnKind.Phone) { Source = new("c.caller") { MayHoldNumbers = true } },
        new("number", "Number", Call, ColumnKind.Phone) { Source = new("c.dialed") },
        Text("numberId", "Number ID", Call, new("c.number_id")),
        Words<EndedBy>("endCallSource", "End Call Source", Call, "c.ended_by"),
        YesNo("isLive", "Is Live", Call, "c.live = 1"),
        YesNo("hasConnected", "Connected", Call, "c.connected = 1", "g.connected = 1"),
        YesNo("isIncomplete", "Incomplete", Call, "c.live = 0 AND c.blocked = 0 AND c.incomplete = 1"),
        YesNo("hasRecording", "Has Recording", Call, "COALESCE(c.recording_url, '') <> ''"),
        YesNo("isTest", "Test", Call, "c.test = 1"),
        Text("currency", "Currency", Call, new("c.currency")),
        Seconds("callLengthInSeconds", "Call Length", "c.call_seconds"),
        Seconds("connectedCallLengthInSeconds", "Connected Call Length", "c.connected_seconds", "g.connected_seconds"),
        Seconds(
            "timeToConnectInSeconds",
            "Time To Connect",
            "CASE WHEN c.connected = 1 AND c.call_seconds > c.connected_seconds THEN c.call_seconds - c.connected_seconds "
                + "WHEN c.connected = 1 AND c.call_seconds <= c.connected_seconds THEN 0 END"
        ),
        YesNo("hasConverted", "Converted", Performance, "c.converted = 1", "g.converted = 1"),
        YesNo("hasPayout", "Paid Out", Performance, "c.paid = 1"),
        YesNo("isDuplicate", "Is Duplicate", Performance, "c.duplicate = 1"),
        YesNo("hasPreviouslyConnected", "Previously Connected", Performance, "c.previously_connected = 1"),
        YesNo("wasBlocked", "Blocked", Performance, "c.blocked = 1"),
        Words<ConversionRefusal>("noConversionReason", "No Conversion Reason", Performance, "c.conversion_reason", "g.conversion_reason"),
        Words<PayoutRefusal>("noPayoutReason", "No Payout Reason", Performance, "c.payout_reason"),
        Words<BlockReason>("blockReason", "Block Reason", Performance, "c.block_reason"),
        Words<IncompleteReason>("incompleteCallReason", "Incomplete Reason", Performance, "c.incomplete_reason"),
        Words<Attestation>("attestation", "Attestation", Performance, "c.attestation"),
        Money("conversionAmount", "Revenue", $"c.revenue + {Changes("revenue")}"),
        Money("payoutAmount", "Payout", $"c.payout + {Changes("payout")}"),
        Money("profitGross", "Profit", $"c.revenue + {Changes("revenue")} - c.payout - {Changes("payout")}"),
        Money("totalCost", "Total Cost", "c.cost"),
        Money("telcoCost", "Telco Cost", "c.cost"),
        YesNo("wasConversionAdjusted", "Conversion Adjusted", "Adjustment", HasChanges("revenue")),
        YesNo("wasPayoutAdjusted", "Payout Adjusted", "Adjustment", HasChanges("payout")),
        YesNo(
            "hasAnnotations",
            "Has Annotations",
            "Adjustment",
            $"EXISTS (SELECT 1 FROM call_tags a WHERE a.call_id = c.id AND a.type = '{AnnotateCall.TagType}')"
        ),
    ];

    /// <summary>Those that exist for the actor.</summary>
    public static IEnumerable<CallColumn> SeenBy(Actor actor) =>
        All.Where(c => SeenColumns.Has(actor, c.Id)).Select(c => c with { Title = SeenColumns.Title(actor.Role, c.Id, c.Title) });

    /// <summary>A column by its id whatever the case, or a tag by <c>tag:Type:Name</c>; null where the actor's calls can't be filtered by it.</summary>
    public static CallColumn? Find(string? id, Actor actor)
    {
        var wanted = id?.Trim() ?? "";
        return SeenBy(actor).FirstOrDefault(c => c.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? TagColumn.Find(wanted, column => SeenColumns.Has(actor, column));
    }

    /// <summary>The same for the network's own people.</summary>
    public static CallColumn? Find(string? id) => Find(id, Actor.System);

    private static CallColumn Of(
        string id,
        string title,
        ColumnSource source,
        Func<CallConfiguration, IEnumerable<(string Id, string? Value)>> values
    ) => new(id, title, Names, ColumnKind.Text) { Source = source with { Values = (configuration, _) => values(configuration) } };

    private static CallColumn Text(string id, string title, string group, ColumnSource source) =>
        new(id, title, group, ColumnKind.Text) { Source = source };

    private static CallColumn Words<T>(string id, string title, string group, string sql, string? ofLeg = null)
        where T : struct, Enum =>
        new(id, title, group, ColumnKind.Text)
        {
            Source = new(sql) { OfLeg = ofLeg },
            Words = Enum.GetNames<T>(),
        };

    private static CallColumn YesNo(string id, string title, string group, string sql, string? ofLeg = null) =>
        new(id, title, group, ColumnKind.YesNo)
        {
            Source = new(sql) { OfLeg = ofLeg },
            Words = ["yes", "no"],
        };

    private static CallColumn Seconds(string id, string title, string sql, string? ofLeg = null) =>
        new(id, title, Time, ColumnKind.Seconds) { Source = new(sql) { OfLeg = ofLeg } };

    private static CallColumn Money(string id, string title, string sql) =>
        new(id, title, Performance, ColumnKind.Money) { Source = new(sql) };

    private static string Changes(string side) =>
        $"COALESCE((SELECT CAST(SUM(e.amount) AS bigint) FROM call_ledger e WHERE e.call_id = c.id AND e.side = '{side}'), 0)";

    private static string HasChanges(string side) => $"EXISTS (SELECT 1 FROM call_ledger e WHERE e.call_id = c.id AND e.side = '{side}')";
}
