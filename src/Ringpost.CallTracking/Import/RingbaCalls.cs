using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Import;

/// <summary>
/// Reads lines of the call log against the configuration that is here: ids first, else names where they are plain. Fields are found by the ids of
/// the API, by the titles of the CSV and by <c>tag:Type:Name</c> alike.
/// </summary>
internal sealed class RingbaCalls(CallConfiguration picture, RingbaLog log, TimeZoneInfo zone)
{
    public static readonly string[] Id = ["inboundCallId"];
    public static readonly string[] At = ["callDt", "Call Date"];
    public static readonly string[] Caller =
    [
        "inboundPhoneNumber",
        "Caller ID",
        "tag:InboundNumber:NumberE164",
        "tag:InboundNumber:Number",
    ];
    public static readonly string[] Campaign = ["campaignId", "tag:Campaign:Id", "campaignName", "Campaign", "tag:Campaign:Name"];

    private readonly ILookup<string, CallCampaign> _campaigns = picture.Campaigns.Values.ToLookup(
        c => c.Name,
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ILookup<string, Publisher> _publishers = picture.Publishers.Values.ToLookup(
        p => p.Name,
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ILookup<string, Target> _targets = picture.Targets.Values.ToLookup(t => t.Name, StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, Buyer> _buyers = picture.Buyers.Values.ToLookup(b => b.Name, StringComparer.OrdinalIgnoreCase);

    /// <param name="field">The value under the first of these names that has one; null where none has.</param>
    /// <param name="place">Where the line stands, for one that has no id.</param>
    public HistoryCall? Read(Func<string[], string?> field, string place)
    {
        log[RingbaKind.Call].Read++;
        var id = field(Id);
        var line = new Line(log, id is { Length: <= 200 } ? id : place);
        if (id is null || id.Length > 200)
            return line.LeaveOut(RingbaReason.IdMissing, "It has no Inbound Call ID: a second run could not know it again.");
        if (line.Flag(field, "isLive", "Is Live"))
            return line.LeaveOut(RingbaReason.StillLive, "It has not ended.");
        if (field(At) is not { } began || !RingbaValues.TryMoment(began, zone, out var at))
            return line.LeaveOut(RingbaReason.NotReadable, $"Its date “{field(At)}” is none.");
        if (
            Find(field, ["campaignId", "tag:Campaign:Id"], ["campaignName", "Campaign", "tag:Campaign:Name"], CampaignOf, _campaigns)
            is not { } campaign
        )
            return line.LeaveOut(RingbaReason.ReferenceMissing, $"Its campaign “{field(Campaign)}” is not here.");

        var publisher = Find(
            field,
            ["publisherId", "tag:Publisher:Id"],
            ["publisherName", "Publisher", "tag:Publisher:Name"],
            PublisherOf,
            _publishers
        );
        var target = Find(field, ["targetId", "tag:Target:Id"], ["targetName", "Target", "tag:Target:Name"], TargetOf, _targets);
        var buyer = Find(field, ["buyerId", "tag:Buyer:Id"], ["buyer", "buyerName", "tag:Buyer:Name"], BuyerOf, _buyers);
        line.Missing(publisher is null, field(["publisherName", "Publisher", "publisherId"]), "publisher");
        line.Missing(target is null, field(["targetName", "Target", "targetId"]), "target");
        var dialed =
            field(["number", "tag:DialedNumber:Number"]) is { } number && PhoneNumber.TryParse(number, campaign.Country, out var parsed)
                ? parsed.E164
                : "";
        var connected = line.Flag(field, "hasConnected", "Connected");
        var call = new HistoryCall(
            id,
            at,
            // What is no number is an anonymous caller, as with our own calls.
            field(Caller) is { } caller
            && PhoneNumber.TryParse(caller, campaign.Country, out var from)
                ? from.E164
                : "",
            dialed,
            picture.Numbers.TryGetValue(dialed, out var tracking) ? tracking.Id.Value : field(["numberId"]) ?? "",
            campaign,
            publisher?.Id,
            target?.Id,
            buyer?.Id ?? target?.BuyerId
        )
        {
            Connected = connected,
            Converted = line.Flag(field, "hasConverted", "Converted"),
            Paid = line.Flag(field, "hasPayout", "Paid Out", "Paid"),
            Duplicate = line.Flag(field, "isDuplicate", "Duplicate"),
            PreviouslyConnected = line.Flag(field, "hasPreviouslyConnected", "Previously Connected"),
            Blocked = line.Flag(field, "wasBlocked", "Blocked"),
            Incomplete = line.Flag(field, "isIncomplete", "Incomplete"),
            Revenue = line.Amount(field, "conversionAmount", "Revenue"),
            Payout = line.Amount(field, "payoutAmount", "Payout"),
            Seconds = line.Seconds(field, "callLengthInSeconds", "Call Length", "tag:CallLength:Total"),
            ConnectedSeconds = connected
                ? line.Seconds(field, "connectedCallLengthInSeconds", "Connected Call Length", "tag:CallLength:FromConnect")
                : null,
            ConnectedAt = connected ? Moment(field, "callConnectionDt", "Call Connected Timestamp") : null,
            EndedAt = Moment(field, "callCompletedDt", "Call Complete Timestamp"),
            EndedBy = Enum.TryParse<EndedBy>(
                field(["endCallSource", "End Call Source", "tag:EndCall:EndCallSource"]),
                ignoreCase: true,
                out var by
            )
                ? by
                : null,
        };
        return line.IsWrong ? null : call;
    }

    private Instant? Moment(Func<string[], string?> field, params string[] names) =>
        field(names) is { } text && RingbaValues.TryMoment(text, zone, out var moment) ? moment : null;

    /// <summary>By id; else by name, where one has it.</summary>
    private static T? Find<T>(Func<string[], string?> field, string[] ids, string[] names, Func<string, T?> byId, ILookup<string, T> byName)
        where T : class
    {
        if (field(ids) is { } id && byId(id) is { } found)
            return found;
        return field(names) is { } name && byName[name].Take(2).ToArray() is [var only] ? only : null;
    }

    private CallCampaign? CampaignOf(string id) => picture.Campaigns.GetValueOrDefault(new CallCampaignId(id));

    private Publisher? PublisherOf(string id) => picture.Publishers.GetValueOrDefault(new PublisherId(id));

    private Target? TargetOf(string id) => picture.Targets.GetValueOrDefault(new TargetId(id));

    private Buyer? BuyerOf(string id) => picture.Buyers.GetValueOrDefault(new BuyerId(id));

    /// <summary>A line while it is read.</summary>
    private sealed class Line(RingbaLog log, string id)
    {
        public bool IsWrong { get; private set; }

        public HistoryCall? LeaveOut(RingbaReason reason, Phrase message)
        {
            if (!IsWrong)
                log.LeaveOut(RingbaKind.Call, id, null, reason, message);
            IsWrong = true;
            return null;
        }

        public void Missing(bool missing, string? named, Phrase what)
        {
            if (missing && named is not null)
                log.Note(
                    RingbaKind.Call,
                    id,
                    null,
                    RingbaReason.ReferenceMissing,
                    $"Its {what} “{named}” is not here; it is taken without."
                );
        }

        public bool Flag(Func<string[], string?> field, params string[] names)
        {
            var text = field(names);
            if (!RingbaValues.TryFlag(text, out var flag))
                LeaveOut(RingbaReason.NotReadable, $"{names[^1]}: “{text}” is neither true nor false.");
            return flag;
        }

        public long Amount(Func<string[], string?> field, params string[] names)
        {
            var amount = 0L;
            if (field(names) is { } text && !RingbaValues.TryAmount(text, out amount))
                LeaveOut(RingbaReason.NotReadable, $"{names[^1]}: “{text}” is no amount of 0 or more.");
            return amount;
        }

        public long? Seconds(Func<string[], string?> field, params string[] names)
        {
            if (field(names) is not { } text)
                return null;
            if (RingbaValues.TrySeconds(text, out var seconds))
                return seconds;
            LeaveOut(RingbaReason.NotReadable, $"{names[0]}: “{text}” is no length.");
            return null;
        }
    }
}
