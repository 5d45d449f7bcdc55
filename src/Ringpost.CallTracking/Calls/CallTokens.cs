using System.Collections.Frozen;
using System.Globalization;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Erasure;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a call has on both sides, in millionths.</summary>
internal readonly record struct CallAmounts(long Revenue, long Payout);

/// <summary>
/// The values of a call's tokens (ringba.md 4.3), each computed when a template asks for it. A token is found whatever its case; an unknown
/// or absent one has no value.
/// </summary>
/// <param name="EventTime">The moment of the event that fires, for <c>[Call:EventTime]</c>.</param>
/// <param name="Tags">The call's stored tags, by lower-case <c>type:name</c>.</param>
internal sealed record CallTokens(
    CallRecord Call,
    CallConfiguration Configuration,
    Instant EventTime,
    IReadOnlyDictionary<string, string> Tags
)
{
    /// <summary>The change that fires; null at other events.</summary>
    public CallAdjustment? Adjustment { get; init; }

    /// <summary>Where an adjustment made the payout: what the call has now. Null: what was settled.</summary>
    public CallAmounts? Current { get; init; }

    /// <summary>For a call of the past: what this event did not know yet has no value, whatever became of the call.</summary>
    public PixelEvent? AsOf { get; init; }

    public static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    private static readonly (string Token, Func<CallTokens, string?> Value)[] Table =
    [
        ("Call:InboundCallId", t => t.Call.Id.Value),
        ("Call:EventTime", t => Iso(t.EventTime)),
        ("Call:ConversionAmount", t => Amount(t.Current?.Revenue, t.Call.ConversionDecided, t.Call.Revenue)),
        ("Call:ConversionPayout", t => Amount(t.Current?.Payout, t.Call.PayoutDecided, t.Call.Payout)),
        ("Call:InboundPhoneNumber", t => t.Caller),
        ("Call:CallDateTime", t => Iso(t.Call.ArrivedAt)),
        ("Call:CallConnectionDt", t => t.Call.ConnectedAt is { } at ? Number(at.UnixMilliseconds) : null),
        ("Call:CallConnectionTime", t => t.Call.ConnectedAt is { } at ? Iso(at) : null),
        ("Call:CallConnectedTimestamp", t => t.Call.ConnectedAt is { } at ? Number(at.UnixMilliseconds / 1000) : null),
        ("Call:TimeToCallInSeconds", _ => "0"),
        ("Call:TimeToConnectInSeconds", t => t.SecondsToConnect is { } seconds ? Number(seconds) : null),
        ("Call:RecordingUrl", t => t.Call.RecordingUrl),
        ("InboundNumber:Number", t => t.Caller),
        ("InboundNumber:NumberE164", t => t.Caller),
        ("InboundNumber:Number-NoPlus", t => NumberTokens.NoPlus(t.Caller)),
        ("InboundNumber:CountryCode", t => NumberTokens.CountryCode(t.Caller)),
        ("InboundNumber:CountryDigits", t => NumberTokens.CountryDigits(t.Caller)),
        ("InboundNumber:AreaCode", t => NumberTokens.AreaCode(t.Caller)),
        ("InboundNumber:Prefix", t => NumberTokens.Prefix(t.Caller)),
        ("InboundNumber:Suffix", t => NumberTokens.Suffix(t.Caller)),
        ("InboundNumber:Region", t => NumberTokens.Region(t.Caller)),
        ("InboundNumber:State", t => NumberTokens.State(t.Caller)),
        ("InboundNumber:City", t => NumberTokens.City(t.Caller)),
        ("InboundNumber:IsPhoneNumberValid", t => NumberTokens.IsValid(t.Caller)),
        ("DialedNumber:Number", t => t.Call.Dialed),
        ("Campaign:Name", t => t.Campaign?.Name),
        ("Campaign:Id", t => t.Call.CampaignId.Value),
        ("Campaign:TrackingId", t => t.Campaign?.TrackingId),
        ("Publisher:Name", t => t.Publisher?.Name),
        ("Publisher:Id", t => t.Call.PublisherId?.Value),
        ("Publisher:SubId", t => t.Publisher?.SubId),
        ("Publisher:Company", t => t.Publisher?.Company),
        ("Target:Name", t => t.Target?.Name),
        ("Target:Id", t => t.Call.TargetId?.Value),
        ("Target:Number", t => t.Call.ConnectedLeg?.Destination),
        ("Buyer:Name", t => t.Buyer?.Name),
        ("Buyer:Id", t => t.Call.BuyerId?.Value),
        ("Buyer:SubId", t => t.Buyer?.SubId),
        ("Time:Hour", t => Number(t.Local.Hour)),
        ("Time:Minute", t => Number(t.Local.Minute)),
        ("Time:Second", t => Number(t.Local.Second)),
        ("Time:UTCHour", t => Number(t.Utc.Hour)),
        ("Time:UTCMinute", t => Number(t.Utc.Minute)),
        ("Time:UTCSecond", t => Number(t.Utc.Second)),
        ("Time:UTCOffset", t => t.Local.Offset.TotalHours.ToString(CultureInfo.InvariantCulture)),
        ("Date:Year", t => Number(t.Local.Year)),
        ("Date:Month", t => Number(t.Local.Month)),
        ("Date:Day", t => Number(t.Local.Day)),
        ("Date:WeekDay", t => t.Local.DayOfWeek.ToString()),
        ("Date:UTCYear", t => Number(t.Utc.Year)),
        ("Date:UTCMonth", t => Number(t.Utc.Month)),
        ("Date:UTCDay", t => Number(t.Utc.Day)),
        ("Date:UTCWeekDay", t => t.Utc.DayOfWeek.ToString()),
        ("Date:TimeZone", t => WindowsId(t.Configuration.Zone)),
        ("CallLength:Total", t => t.Call is { IsOver: true, CallSeconds: { } seconds } ? Number(seconds) : null),
        ("CallLength:FromConnect", t => t.Call is { IsOver: true, ConnectedSeconds: { } seconds } ? Number(seconds) : null),
        ("CallLength:FromDial", t => t.Call is { IsOver: true, DialedSeconds: { } seconds } ? Number(seconds) : null),
        ("CallInfo:IsDuplicate", t => t.Call.Duplicate ? "true" : "false"),
        ("CallInfo:Attestation", t => t.Call.Attestation?.ToString()),
        ("CallInfo:BlockedReason", t => t.Call.BlockReason?.ToString()),
        ("EndCall:EndCallSource", t => t.Call.EndedBy?.ToString()),
        ("Recording:RecordingUrl", t => t.Call.RecordingUrl),
        ("Conversion:ConvertedDuringCall", t => t.Call.ConversionDecided ? (t.Call.ConvertedDuringCall ? "true" : "false") : null),
        ("Adjustment:Revenue", t => t.Adjustment is { } a ? Money.Format(a.Revenue) : null),
        ("Adjustment:RevenueDifference", t => t.Adjustment is { } a ? Money.Format(a.RevenueChange) : null),
        ("Adjustment:Payout", t => t.Adjustment is { } a ? Money.Format(a.Payout) : null),
        ("Adjustment:PayoutDifference", t => t.Adjustment is { } a ? Money.Format(a.PayoutChange) : null),
        ("Adjustment:Reason", t => t.Adjustment?.Reason),
        ("Adjustment:Id", t => t.Adjustment?.Id.Value),
        ("Adjustment:Sequence", t => t.Adjustment is { } a ? Number(a.Sequence) : null),
        ("Adjustment:Currency", t => t.Adjustment?.Currency.Code),
    ];

    private static readonly FrozenDictionary<string, Func<CallTokens, string?>> Values = Table.ToFrozenDictionary(
        e => e.Token.ToLowerInvariant(),
        e => e.Value
    );

    /// <summary>Every token that a plain call has, as <c>Type:Name</c>, in the order of the specification.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(e => e.Token)];

    /// <param name="key">Lower case <c>type:name</c>.</param>
    public static bool IsKnown(string key) => Values.ContainsKey(key);

    public string? ValueOf(TokenReference token) => ValueOf(token.Key);

    /// <summary>Values by lower case <c>type:name</c>, each computed once: what filters ask of one moment of a call.</summary>
    public Func<string, string?> Lookup()
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        return key =>
        {
            if (!known.TryGetValue(key, out var value))
                known[key] = value = ValueOf(key);
            return value;
        };
    }

    /// <summary>Whether <see cref="AsOf"/> did not know it yet.</summary>
    public bool IsTooEarly(string key) => AsOf is { } fired && TokenCatalogue.Find(key) is { } token && !token.KnownAt.Contains(fired);

    private string? ValueOf(string key) =>
        IsTooEarly(key) ? null
        : Values.TryGetValue(key, out var value) ? value(this)
        : Tags.GetValueOrDefault(key);

    /// <summary>Empty where it was withheld, and where it was erased.</summary>
    private string Caller => ErasedCaller.Is(Call.Caller) ? "" : Call.Caller;

    private CallCampaign? Campaign => Configuration.Campaigns.GetValueOrDefault(Call.CampaignId);

    private Publisher? Publisher => Call.PublisherId is { } id ? Configuration.Publishers.GetValueOrDefault(id) : null;

    private Target? Target => Call.TargetId is { } id ? Configuration.Targets.GetValueOrDefault(id) : null;

    private Buyer? Buyer => Call.BuyerId is { } id ? Configuration.Buyers.GetValueOrDefault(id) : null;

    private DateTimeOffset Utc => Call.ArrivedAt.ToDateTimeOffset();

    private DateTimeOffset Local => TimeZones.InZone(Call.ArrivedAt, Configuration.Zone);

    /// <summary>The call's length less the connected part (ringba.md 2.3); by our clock while the call runs.</summary>
    private long? SecondsToConnect =>
        Call switch
        {
            { Connected: true, CallSeconds: { } all, ConnectedSeconds: { } talk } => Math.Max(0, all - talk),
            { Connected: true, ConnectedAt: { } at } => (at.UnixMilliseconds - Call.ArrivedAt.UnixMilliseconds) / 1000,
            _ => null,
        };

    private static string? Amount(long? current, bool isDecided, long settled) =>
        current is null && !isDecided ? null : Money.Format(current ?? settled);

    private static string Iso(Instant at) => at.ToString();

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string WindowsId(TimeZoneInfo zone) =>
        TimeZoneInfo.TryConvertIanaIdToWindowsId(zone.Id, out var windows) ? windows : zone.Id;
}
