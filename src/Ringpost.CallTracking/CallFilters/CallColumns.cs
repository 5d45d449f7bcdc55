using Ringpost.CallTracking.Annotations;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>The columns that calls are filtered by, and where the value of each stands (ringba.md 10.3).</summary>
public static class CallColumns
{
    private const string ConnectedLeg =
        "(SELECT d.destination FROM call_legs d WHERE d.call_id = c.id AND d.connected = 1 ORDER BY d.leg DESC LIMIT 1)";

    // Before the list, which is made of them.
    internal static ColumnSource CampaignId { get; } = new("c.campaign_id");

    internal static ColumnSource PublisherId { get; } = new("c.publisher_id");

    internal static ColumnSource TargetId { get; } = new("c.target_id") { OfLeg = "g.target_id", CountsLegs = true };

    internal static ColumnSource BuyerId { get; } = new("c.buyer_id") { OfLeg = "g.buyer_id", CountsLegs = true };

    public static IReadOnlyList<CallColumn> All { get; } =
    [
        Of("campaignName", CampaignId, c => c.Campaigns.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Of("publisherName", PublisherId, c => c.Publishers.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Of("targetName", TargetId, c => c.Targets.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Of("buyer", BuyerId, c => c.Buyers.Values.Select(i => (i.Id.Value, (string?)i.Name))),
        Text("targetNumber", new(ConnectedLeg) { OfLeg = "g.destination", CountsLegs = true }),
        Text("campaignId", CampaignId),
        Of("campaignTrackingId", CampaignId, c => c.Campaigns.Values.Select(i => (i.Id.Value, (string?)i.TrackingId))),
        Text("publisherId", PublisherId),
        Of("publisherSubId", PublisherId, c => c.Publishers.Values.Select(i => (i.Id.Value, (string?)i.SubId))),
        Text("targetId", TargetId),
        Text("buyerId", BuyerId),
        Of("targetBuyerSubId", BuyerId, c => c.Buyers.Values.Select(i => (i.Id.Value, (string?)i.SubId))),
        Text("dialedTargetId", new("") { OfAnyLeg = "d.target_id" }),
        Text("dialedBuyerId", new("") { OfAnyLeg = "d.buyer_id" }),
        Text("inboundCallId", new("c.id")),
        Phone("inboundPhoneNumber", new("c.caller") { MayHoldNumbers = true }),
        Phone("number", new("c.dialed")),
        Text("numberId", new("c.number_id")),
        Words<EndedBy>("endCallSource", "c.ended_by"),
        YesNo("isLive", "c.live = 1"),
        YesNo("hasConnected", "c.connected = 1", "g.connected = 1"),
        YesNo("isIncomplete", "c.live = 0 AND c.blocked = 0 AND c.incomplete = 1"),
        YesNo("hasRecording", "COALESCE(c.recording_url, '') <> ''"),
        YesNo("isTest", "c.test = 1"),
        Text("currency", new("c.currency")),
        Seconds("callLengthInSeconds", "c.call_seconds"),
        Seconds("connectedCallLengthInSeconds", "c.connected_seconds", "g.connected_seconds"),
        Seconds(
            "timeToConnectInSeconds",
            "CASE WHEN c.connected = 1 AND c.call_seconds > c.connected_seconds THEN c.call_seconds - c.connected_seconds "
                + "WHEN c.connected = 1 AND c.call_seconds <= c.connected_seconds THEN 0 END"
        ),
        YesNo("hasConverted", "c.converted = 1", "g.converted = 1"),
        YesNo("hasPayout", "c.paid = 1"),
        YesNo("isDuplicate", "c.duplicate = 1"),
        YesNo("hasPreviouslyConnected", "c.previously_connected = 1"),
        YesNo("wasBlocked", "c.blocked = 1"),
        Words<ConversionRefusal>("noConversionReason", "c.conversion_reason", "g.conversion_reason"),
        Words<PayoutRefusal>("noPayoutReason", "c.payout_reason"),
        Words<BlockReason>("blockReason", "c.block_reason"),
        Words<IncompleteReason>("incompleteCallReason", "c.incomplete_reason"),
        Words<Attestation>("attestation", "c.attestation"),
        Money("conversionAmount", $"c.revenue + {Changes("revenue")}"),
        Money("payoutAmount", $"c.payout + {Changes("payout")}"),
        Money("profitGross", $"c.revenue + {Changes("revenue")} - c.payout - {Changes("payout")}"),
        Money("totalCost", "c.cost"),
        Money("telcoCost", "c.cost"),
        YesNo("wasConversionAdjusted", HasChanges("revenue")),
        YesNo("wasPayoutAdjusted", HasChanges("payout")),
        YesNo("hasAnnotations", $"EXISTS (SELECT 1 FROM call_tags a WHERE a.call_id = c.id AND a.type = '{AnnotateCall.TagType}')"),
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

    private static CallColumn Column(string id, ColumnKind kind)
    {
        var known = KnownColumns.Get(id);
        return new CallColumn(known.Id, known.Title, known.Group, kind);
    }

    private static CallColumn Of(string id, ColumnSource source, Func<CallConfiguration, IEnumerable<(string Id, string? Value)>> values) =>
        Text(id, source with { Values = (configuration, _) => values(configuration) });

    private static CallColumn Text(string id, ColumnSource source) => Column(id, ColumnKind.Text) with { Source = source };

    private static CallColumn Phone(string id, ColumnSource source) => Column(id, ColumnKind.Phone) with { Source = source };

    private static CallColumn Words<T>(string id, string sql, string? ofLeg = null)
        where T : struct, Enum =>
        Column(id, ColumnKind.Text) with
        {
            Source = new(sql) { OfLeg = ofLeg },
            Words = Enum.GetNames<T>(),
        };

    private static CallColumn YesNo(string id, string sql, string? ofLeg = null) =>
        Column(id, ColumnKind.YesNo) with
        {
            Source = new(sql) { OfLeg = ofLeg },
            Words = ["yes", "no"],
        };

    private static CallColumn Seconds(string id, string sql, string? ofLeg = null) =>
        Column(id, ColumnKind.Seconds) with
        {
            Source = new(sql) { OfLeg = ofLeg },
        };

    private static CallColumn Money(string id, string sql) => Column(id, ColumnKind.Money) with { Source = new(sql) };

    private static string Changes(string side) =>
        $"COALESCE((SELECT CAST(SUM(e.amount) AS bigint) FROM call_ledger e WHERE e.call_id = c.id AND e.side = '{side}'), 0)";

    private static string HasChanges(string side) => $"EXISTS (SELECT 1 FROM call_ledger e WHERE e.call_id = c.id AND e.side = '{side}')";
}
