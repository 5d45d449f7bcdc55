using System.Globalization;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>
/// A tag as a column of the filter: one that is stored with calls, or one that follows from a few keys (whose campaign, which area code, which
/// quarter of an hour), which are asked what they mean through <see cref="CallTokens"/>. The others each call has for itself.
/// </summary>
internal static class TagColumn
{
    private const string AreaCode = "CASE WHEN c.caller LIKE '+1%' AND length(c.caller) = 12 THEN substr(c.caller, 3, 3) ELSE '' END";

    private static readonly (string Keys, CallColumn Column)[] SameAs =
    [
        .. new[]
        {
            ("campaign:name", "campaignName"),
            ("campaign:id", "campaignId"),
            ("campaign:trackingid", "campaignTrackingId"),
            ("publisher:name", "publisherName"),
            ("publisher:id", "publisherId"),
            ("publisher:subid", "publisherSubId"),
            ("target:name", "targetName"),
            ("target:id", "targetId"),
            ("target:number", "targetNumber"),
            ("buyer:name", "buyer"),
            ("buyer:id", "buyerId"),
            ("buyer:subid", "targetBuyerSubId"),
            ("dialednumber:number", "number"),
            ("inboundnumber:number inboundnumber:numbere164 inboundnumber:number-noplus", "inboundPhoneNumber"),
            ("endcall:endcallsource", "endCallSource"),
            ("callinfo:blockedreason", "blockReason"),
            ("callinfo:attestation", "attestation"),
            ("calllength:total", "callLengthInSeconds"),
            ("calllength:fromconnect", "connectedCallLengthInSeconds"),
        }.Select(s => (s.Item1, CallColumns.All.First(c => c.Id == s.Item2))),
    ];

    private static readonly (
        string Keys,
        ColumnSource Source,
        Func<CallConfiguration, TimeRange, IEnumerable<(string, CallRecord)>> Calls
    )[] Keyed =
    [
        (
            "publisher:company",
            CallColumns.PublisherId,
            (configuration, _) => configuration.Publishers.Keys.Select(id => (id.Value, new CallRecord { PublisherId = id }))
        ),
        (
            "inboundnumber:areacode inboundnumber:state inboundnumber:region",
            new ColumnSource(AreaCode),
            (_, _) => Enumerable.Range(200, 800).Select(area => ($"{area}", new CallRecord { Caller = $"+1{area}5550100" }))
        ),
        (
            "callinfo:isduplicate",
            new ColumnSource("CAST(c.duplicate AS text)"),
            (_, _) => [("0", new CallRecord()), ("1", new CallRecord { Duplicate = true })]
        ),
        (
            "date:year date:month date:day date:weekday date:utcyear date:utcmonth date:utcday date:utcweekday time:hour time:utchour time:utcoffset",
            new ColumnSource("CAST(c.arrived_at / 900000 AS text)") { NeedsDays = true },
            (_, range) => Quarters(range)
        ),
    ];

    // Each number has its own place: there are too many to try.
    private static readonly string[] OfCaller = ["inboundnumber:city", "inboundnumber:countrycode", "inboundnumber:countrydigits"];

    /// <param name="has">Whether the column of this id exists for who asks: a tag that tells the same is one with it.</param>
    public static CallColumn? Find(string text, Func<string, bool> has)
    {
        if (
            !text.StartsWith("tag:", StringComparison.OrdinalIgnoreCase)
            || text.Length > 200
            || TokenTemplate.Parse($"[{text}]").Tokens is not [{ IsCall: false } tag]
        )
            return null;
        var id = $"tag:{tag.Type}:{tag.Name}";
        foreach (var (keys, column) in SameAs)
            if (keys.Split(' ').Contains(tag.Key))
                return has(column.Id) ? column with { Id = id, Title = id } : null;
        foreach (var (keys, source, calls) in Keyed)
            if (keys.Split(' ').Contains(tag.Key))
                return new CallColumn(id, id, "Tags", ColumnKind.Text)
                {
                    Source = source with { Values = (configuration, range) => Values(tag.Key, configuration, calls(configuration, range)) },
                };
        if (OfCaller.Contains(tag.Key))
            return new CallColumn(id, id, "Tags", ColumnKind.Text)
            {
                Source = new ColumnSource(CallerKey.Sql)
                {
                    ValueOf = (configuration, key) => Value(tag.Key, configuration, new() { Caller = CallerKey.Sample(key) }),
                    NeedsDays = true,
                },
            };
        if (CallTokens.IsKnown(tag.Key))
            return null;
        return new CallColumn(id, id, "Tags", ColumnKind.Text)
        {
            Source = new("") { TagKey = tag.Key, MayHoldNumbers = true },
        };
    }

    private static IEnumerable<(string, string?)> Values(
        string key,
        CallConfiguration configuration,
        IEnumerable<(string Key, CallRecord Call)> calls
    ) => calls.Select(c => (c.Key, Value(key, configuration, c.Call)));

    private static string? Value(string key, CallConfiguration configuration, CallRecord call) =>
        new CallTokens(call, configuration, default, CallTokens.NoTags).Lookup()(key);

    private static IEnumerable<(string, CallRecord)> Quarters(TimeRange range)
    {
        for (var quarter = range.From.UnixMilliseconds / 900_000; quarter * 900_000 < range.To.UnixMilliseconds; quarter++)
            yield return (quarter.ToString(CultureInfo.InvariantCulture), new CallRecord { ArrivedAt = new Instant(quarter * 900_000) });
    }
}
