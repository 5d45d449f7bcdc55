using System.Collections.Frozen;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>A token that a call can fill (ringba.md 4.3).</summary>
/// <param name="Text">As it stands between the brackets.</param>
/// <param name="Group">Where the token picker shows it.</param>
/// <param name="KnownAt">The events at which it has a value; at others it is empty (ringba.md 3).</param>
public sealed record CatalogueToken(string Text, Phrase Group, Phrase Description, string Sample, IReadOnlyList<PixelEvent> KnownAt)
{
    public string Token => $"[{Text}]";

    /// <summary>What the values are found by: the type and name in lower case, without <c>tag:</c>.</summary>
    internal string Key => (Text.StartsWith("tag:", StringComparison.Ordinal) ? Text[4..] : Text).ToLowerInvariant();
}

/// <summary>Every token of a plain call, in the order in which a person looks for them.</summary>
public static class TokenCatalogue
{
    private static readonly PixelEvent[] Always = Enum.GetValues<PixelEvent>();

    private static readonly PixelEvent[] OnceConnected =
    [
        PixelEvent.Connected,
        PixelEvent.Completed,
        PixelEvent.Converted,
        PixelEvent.Payout,
        PixelEvent.Finalized,
        PixelEvent.Recording,
        PixelEvent.Adjusted,
    ];

    // Conversion and payout are decided in one transaction before any of these is written (ringba.md 13).
    private static readonly PixelEvent[] OnceEnded =
    [
        PixelEvent.Completed,
        PixelEvent.Converted,
        PixelEvent.Payout,
        PixelEvent.Finalized,
        PixelEvent.Recording,
        PixelEvent.Adjusted,
    ];

    private static readonly PixelEvent[] OnceRecorded = [PixelEvent.Recording, PixelEvent.Adjusted];

    private static readonly PixelEvent[] OnceAdjusted = [PixelEvent.Adjusted];

    public static IReadOnlyList<CatalogueToken> All { get; } =
    [
        new("Call:InboundCallId", "Call", "The call's id; the transaction id to send", "019a8f0e7c1b7d31a6f2c84e50b9d3aa", Always),
        new("Call:ConversionAmount", "Call", "Revenue: what the call earned", "25.00", OnceEnded),
        new("Call:ConversionPayout", "Call", "Payout: what the publisher is paid", "18.00", OnceEnded),
        new("Call:EventTime", "Call", "When the event happened, in UTC", "2026-02-01T16:08:47.115Z", Always),
        new("Call:InboundPhoneNumber", "Call", "The caller's number", "+16615550106", Always),
        new("Call:CallDateTime", "Call", "When the call arrived, in UTC", "2026-02-01T16:08:47.115Z", Always),
        new("Call:CallConnectionDt", "Call", "When a target answered, in milliseconds since 1970", "1769962127115", OnceConnected),
        new("Call:CallConnectionTime", "Call", "When a target answered, in UTC", "2026-02-01T16:08:59.115Z", OnceConnected),
        new("Call:CallConnectedTimestamp", "Call", "When a target answered, in seconds since 1970", "1769962127", OnceConnected),
        new("Call:TimeToCallInSeconds", "Call", "Seconds from the web visit to the call; 0 without one", "0", Always),
        new("Call:TimeToConnectInSeconds", "Call", "Seconds from arrival to the answer", "12", OnceConnected),
        new("Call:RecordingUrl", "Call", "Where the recording is", "https://example.com/recordings/1.mp3", OnceRecorded),
        new("tag:Campaign:TrackingId", "Campaign", "The campaign's Tracking ID: the receiving tracker's offer id", "12", Always),
        new("tag:Campaign:Name", "Campaign", "The campaign's name", "Auto insurance", Always),
        new("tag:Campaign:Id", "Campaign", "The campaign's id", "CA019a8f0e7c1b7d31a6f2c84e50b9d3aa", Always),
        new("tag:Publisher:SubId", "Publisher", "The publisher's Sub ID: the receiving tracker's affiliate id", "34", Always),
        new("tag:Publisher:Name", "Publisher", "The publisher's name", "Call House", Always),
        new("tag:Publisher:Id", "Publisher", "The publisher's id", "AF019a8f0e7c1b7d31a6f2c84e50b9d3aa", Always),
        new("tag:Publisher:Company", "Publisher", "The publisher's company; empty where none is kept", "Call House Inc.", Always),
        new("tag:InboundNumber:Number", "Caller", "The caller's number in E.164", "+16615550106", Always),
        new("tag:InboundNumber:NumberE164", "Caller", "The caller's number in E.164", "+16615550106", Always),
        new("tag:InboundNumber:Number-NoPlus", "Caller", "The caller's number without the plus", "16615550106", Always),
        new("tag:InboundNumber:CountryCode", "Caller", "The number's country", "US", Always),
        new("tag:InboundNumber:CountryDigits", "Caller", "The number's country calling code", "1", Always),
        new("tag:InboundNumber:AreaCode", "Caller", "The first three digits after the country's", "661", Always),
        new("tag:InboundNumber:Prefix", "Caller", "The next three digits", "555", Always),
        new("tag:InboundNumber:Suffix", "Caller", "The last four digits", "0106", Always),
        new("tag:InboundNumber:Region", "Caller", "The region, derived from the number", "California", Always),
        new("tag:InboundNumber:State", "Caller", "The state, derived from the number", "CA", Always),
        new("tag:InboundNumber:City", "Caller", "The city, derived from the number where it tells one", "Bakersfield", Always),
        new("tag:InboundNumber:IsPhoneNumberValid", "Caller", "Whether the number can exist: yes or no", "yes", Always),
        new("tag:DialedNumber:Number", "Dialed number", "The tracking number that was called", "+12025550181", Always),
        new("tag:Target:Name", "Target and buyer", "The target that answered", "Buyer line 1", OnceConnected),
        new("tag:Target:Id", "Target and buyer", "The target's id", "TA019a8f0e7c1b7d31a6f2c84e50b9d3aa", OnceConnected),
        new("tag:Target:Number", "Target and buyer", "Where the target's calls go", "+12025550190", OnceConnected),
        new("tag:Buyer:Name", "Target and buyer", "The buyer of the target that answered", "Acme", OnceConnected),
        new("tag:Buyer:Id", "Target and buyer", "The buyer's id", "BU019a8f0e7c1b7d31a6f2c84e50b9d3aa", OnceConnected),
        new("tag:Buyer:SubId", "Target and buyer", "The buyer's Sub ID", "7", OnceConnected),
        new("tag:CallLength:Total", "Length and outcome", "Seconds from arrival to the end", "124", OnceEnded),
        new("tag:CallLength:FromConnect", "Length and outcome", "Seconds from the answer to the end", "112", OnceEnded),
        new("tag:CallLength:FromDial", "Length and outcome", "Seconds from the dial to the end", "120", OnceEnded),
        new("tag:EndCall:EndCallSource", "Length and outcome", "Who ended the call: Caller, Target or System", "Caller", OnceEnded),
        new("tag:CallInfo:IsDuplicate", "Length and outcome", "Whether the caller has called before: true or false", "false", Always),
        new(
            "tag:CallInfo:Attestation",
            "Length and outcome",
            "STIR/SHAKEN of the caller: A, B, C or Failed; empty without one",
            "A",
            Always
        ),
        new("tag:CallInfo:BlockedReason", "Length and outcome", "Why the call was blocked; empty for others", "", Always),
        new(
            "tag:Conversion:ConvertedDuringCall",
            "Length and outcome",
            "Whether the call converted before it ended: true or false",
            "false",
            OnceEnded
        ),
        new(
            "tag:Recording:RecordingUrl",
            "Length and outcome",
            "Where the recording is",
            "https://example.com/recordings/1.mp3",
            OnceRecorded
        ),
        new("tag:Adjustment:Revenue", "Adjustment", "What the call earned after the change", "20.00", OnceAdjusted),
        new("tag:Adjustment:RevenueDifference", "Adjustment", "What the change added to it; negative takes off", "-5.00", OnceAdjusted),
        new("tag:Adjustment:Payout", "Adjustment", "What the publisher is paid after the change", "18.00", OnceAdjusted),
        new("tag:Adjustment:PayoutDifference", "Adjustment", "What the change added to it; negative takes off", "0.00", OnceAdjusted),
        new("tag:Adjustment:Reason", "Adjustment", "Why it was changed", "Scrubbed", OnceAdjusted),
        new("tag:Adjustment:Id", "Adjustment", "The change's id", "AJ019a8f0e7c1b7d31a6f2c84e50b9d3aa", OnceAdjusted),
        new("tag:Adjustment:Sequence", "Adjustment", "Which of the call's changes it is, from 1", "1", OnceAdjusted),
        new("tag:Adjustment:Currency", "Adjustment", "The currency of its amounts", "USD", OnceAdjusted),
        .. Clock("", "in the instance's zone"),
        new("tag:Time:UTCOffset", "Time", "Hours between the instance's zone and UTC", "-8", Always),
        new("tag:Date:TimeZone", "Time", "The instance's zone, by its Windows name", "Pacific Standard Time", Always),
        .. Clock("UTC", "in UTC"),
    ];

    private static readonly FrozenDictionary<string, CatalogueToken> ByKey = All.ToFrozenDictionary(t => t.Key, StringComparer.Ordinal);

    public static CatalogueToken? Find(TokenReference token) => Find(token.Key);

    /// <param name="key">Lower case <c>type:name</c>.</param>
    internal static CatalogueToken? Find(string key) => ByKey.GetValueOrDefault(key);

    private static CatalogueToken[] Clock(string prefix, Phrase where) =>
        [
            new($"tag:Date:{prefix}Year", "Time", $"Year of arrival {where}", "2026", Always),
            new($"tag:Date:{prefix}Month", "Time", $"Month of arrival {where}", "2", Always),
            new($"tag:Date:{prefix}Day", "Time", $"Day of arrival {where}", "1", Always),
            new($"tag:Date:{prefix}WeekDay", "Time", $"Day of the week of arrival {where}", "Monday", Always),
            new($"tag:Time:{prefix}Hour", "Time", $"Hour of arrival {where}", "8", Always),
            new($"tag:Time:{prefix}Minute", "Time", $"Minute of arrival {where}", "8", Always),
            new($"tag:Time:{prefix}Second", "Time", $"Second of arrival {where}", "47", Always),
        ];
}
