using System.Text.Json.Nodes;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Tests.Import;

/// <summary>A call of Ringba's log, and its record as the API has it.</summary>
internal sealed record Past(
    long At,
    string Caller,
    string Campaign,
    string? Publisher,
    string? Target,
    bool Connected,
    bool Converted,
    bool Paid,
    bool Blocked,
    long Seconds,
    long Revenue,
    long Payout,
    JsonObject Record
)
{
    public static Past Draw(Random random, Instant now, int number, int days = 70)
    {
        // Each at a moment of its own, so that the latest is one.
        var at = now.UnixMilliseconds - 1 - number - random.NextInt64(0, days * 86_400L) * 1000;
        var caller = random.Next(12) is 0 ? "" : $"+1661555010{random.Next(8)}";
        var campaign = random.Next(5) == 0 ? "CA2" : "CA1";
        var publisher = random.Next(4) switch
        {
            0 => null,
            1 => "AF2",
            _ => "AF1",
        };
        var blocked = random.Next(8) == 0;
        var target =
            blocked || random.Next(5) == 0 ? null
            : random.Next(3) == 0 ? "TA2"
            : "TA1";
        var connected = target is not null && random.Next(4) != 0;
        var converted = connected && random.Next(2) == 0;
        var paid = connected && random.Next(2) == 0;
        var seconds = connected ? random.Next(0, 120) : 0;
        var revenue = converted && random.Next(6) != 0 ? random.Next(1, 4000) * 10_000L : 0;
        var payout = paid && random.Next(6) != 0 ? random.Next(1, 2000) * 10_000L : 0;
        var record = Of($"RGB{number:x8}V3", new Instant(at), caller.Length == 0 ? "+anonymous" : caller, target, publisher, campaign);
        record["hasConnected"] = connected;
        record["hasConverted"] = converted;
        record["hasPayout"] = paid;
        record["wasBlocked"] = blocked;
        if (connected)
            record["connectedCallLengthInSeconds"] = seconds;
        record["conversionAmount"] = revenue / 1_000_000m;
        record["payoutAmount"] = payout / 1_000_000m;
        return new Past(at, caller, campaign, publisher, target, connected, converted, paid, blocked, seconds, revenue, payout, record);
    }

    public static JsonObject Of(
        string id,
        Instant at,
        string caller,
        string? target = null,
        string? publisher = "AF1",
        string campaign = "CA1"
    )
    {
        var record = new JsonObject
        {
            ["inboundCallId"] = id,
            ["callDt"] = at.UnixMilliseconds,
            ["inboundPhoneNumber"] = caller,
            ["number"] = "+18005550101",
            ["numberId"] = "PNAAAA01",
            ["campaignId"] = campaign,
            ["campaignName"] = "Any",
            ["isLive"] = false,
            ["hasConnected"] = target is not null,
            ["callLengthInSeconds"] = 100,
            ["callCompletedDt"] = at.UnixMilliseconds + 100_000,
            ["endCallSource"] = "Caller",
        };
        // What is absent is not in a record.
        if (publisher is not null)
            (record["publisherId"], record["publisherName"]) = (publisher, "Any");
        if (target is not null)
            (record["targetId"], record["targetName"]) = (target, "Any");
        return record;
    }
}
