using Ringpost.Attribution.Caps;

namespace Ringpost.Attribution.Import;

/// <summary>Caps of offers, contracts, campaigns and events (cake.md 5.6, 5.7).</summary>
internal static class CakeCaps
{
    private static readonly string[] Amount = ["cap_amount", "amount", "limit", "conversion_cap", "cap"];

    private static readonly string[] Interval = ["cap_interval_id", "cap_interval", "interval"];

    private static readonly Dictionary<string, string> Types = new()
    {
        ["1"] = "click",
        ["click"] = "click",
        ["2"] = "conversion",
        ["conversion"] = "conversion",
    };

    private static readonly Dictionary<string, string> Intervals = new()
    {
        ["0"] = "lifetime",
        ["none"] = "lifetime",
        ["lifetime"] = "lifetime",
        ["1"] = "daily",
        ["daily"] = "daily",
        ["2"] = "weekly",
        ["weekly"] = "weekly",
        ["3"] = "monthly",
        ["monthly"] = "monthly",
        ["4"] = "custom",
        ["custom"] = "custom",
    };

    private static readonly string[] Behavior = ["conversion_cap_behavior", "conversion_cap_behavior_id"];

    private static readonly Dictionary<string, string> Behaviors = new()
    {
        ["advertiseryesaffiliateno"] = "advertiserOnly",
        ["advertisernoaffiliateyes"] = "affiliateOnly",
    };

    public static void Read(CakeRow row, CakeContext context)
    {
        var campaign = row.Id(CakeCampaigns.Campaign);
        var contract = row.Id(CakeOffers.Contract);
        var offer = row.Id(CakeOffers.Offer);
        var offerEvent = row.Id(CakeAccounts.Event);
        if (row.Text(Amount) is null or "-1" || row.Text(Interval) == "-1")
        {
            row.Note(Amount, "This line sets no cap.");
            return;
        }

        var (level, target, owner) = Place(context, campaign, contract, offer);
        if (owner is null)
        {
            row.Error(CakeOffers.Offer, "Neither an offer, nor a contract or campaign of the files.");
            return;
        }

        var record = new ImportRecord("caps", row.File, row.Number);
        record.Key["type"] = row.Word(Types, "conversion", "cap_type_id", "cap_type", "type");
        record.Key["level"] = level;
        record.Key["target_id"] = target;
        record.Key["event_id"] = offerEvent;
        record.Key["interval_name"] = row.Word(Intervals, "lifetime", Interval);
        record.Values["max_count"] = row.Whole(0, int.MaxValue, Amount);
        record.Values["alert_only"] = row.Bit(false, "send_alert_only");
        record.Values["start_at"] = row.Moment("cap_start", "start_date", "cap_start_date") is { } start ? start.UnixMilliseconds : null;
        record.OnlyNew["offer_id"] = owner;
        record.OnlyNew["zone"] = null;
        record.OnlyNew["created_at"] = context.Now.UnixMilliseconds;
        record.Needs.Add((CakeOffers.Offer[0], "offers", owner.Value));
        if (campaign is { } named)
            record.Needs.Add((CakeCampaigns.Campaign[0], "offer_campaigns", named));
        else if (contract is { } other)
            record.Needs.Add((CakeOffers.Contract[0], "offer_contracts", other));
        if (offerEvent is { } counted)
            record.Needs.Add((CakeAccounts.Event[0], "offer_events", counted));
        if (record.Key["interval_name"] is "custom" && record.Values["start_at"] is null)
            row.Error(["cap_start"], "A custom cap needs its start.");
        context.Book.Add(record);
    }

    /// <summary>What becomes of a conversion over a cap; <c>system</c> is the instance's word and needs no row (cake.md 5.6).</summary>
    public static void ReadBehavior(CakeRow row, CakeContext context, long offer)
    {
        if (row.Text(Behavior) is not { } text || text == "-1")
            return;
        var word = CapWords.Read<CapBehavior>(text, CapWords.Of) is { } known
            ? CapWords.Of(known)
            : Behaviors.GetValueOrDefault(CakeValues.Plain(text));
        if (word is null)
            row.Error(Behavior, $"“{text}” is none of CAKE's numbers 0 to 5.");
        if (word is null or "system")
            return;
        var record = new ImportRecord("offer_cap_settings", row.File, row.Number) { IsPart = true };
        record.Key["offer_id"] = offer;
        record.Values["behavior"] = word;
        context.Book.Add(record);
    }

    /// <summary>Caps that stand on the line of their offer, contract or campaign. There 0 is no cap: exports fill it in where none is set.</summary>
    public static void ReadOwn(CakeRow row, CakeContext context, string level, long target, long offer)
    {
        foreach (var type in (string[])["click", "conversion"])
        {
            string[] amount = [$"{type}_cap_limit", $"{type}_cap_amount", $"{type}_cap"];
            string[] interval =
            [
                $"{type}_cap_interval",
                $"{type}_cap_interval_id",
                $"{type}_cap_cap_interval",
                $"{type}_cap_cap_interval_id",
            ];
            string[] start = [$"{type}_cap_start", $"{type}_cap_start_date"];
            var (word, at) = (row.Text(interval) is "-1" ? "lifetime" : row.Word(Intervals, "lifetime", interval), row.Moment(start));
            if (row.Whole(0, int.MaxValue, amount) is not (> 0 and var most))
                continue;
            var record = new ImportRecord("caps", row.File, row.Number) { IsPart = true };
            record.Key["type"] = type;
            record.Key["level"] = level;
            record.Key["target_id"] = target;
            record.Key["event_id"] = null;
            record.Key["interval_name"] = word;
            record.Values["max_count"] = most;
            record.Values["alert_only"] = row.Bit(false, $"{type}_cap_send_alert_only");
            record.Values["start_at"] = at?.UnixMilliseconds;
            record.OnlyNew["offer_id"] = offer;
            record.OnlyNew["zone"] = null;
            record.OnlyNew["created_at"] = context.Now.UnixMilliseconds;
            if (word == "custom" && at is null)
                row.Error(start, "A custom cap needs its start.");
            context.Book.Add(record);
        }
    }

    /// <summary>The narrowest that is named.</summary>
    private static (string Level, long Target, long? Offer) Place(CakeContext context, long? campaign, long? contract, long? offer) =>
        campaign is { } c ? ("campaign", c, offer ?? context.Book.Find("offer_campaigns", c)?.Values["offer_id"] as long?)
        : contract is { } k ? ("contract", k, offer ?? context.Book.Find("offer_contracts", k)?.Values["offer_id"] as long?)
        : ("offer", offer ?? 0, offer);
}
