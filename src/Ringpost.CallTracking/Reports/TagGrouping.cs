using System.Globalization;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// A tag that calls are grouped by (ringba.md 10.2): one that is stored with them, or one that a column of the call tells. The database
/// groups by the column; what a token makes of it is asked of <see cref="CallTokens"/>, so that both always agree.
/// </summary>
internal sealed class TagGrouping
{
    private const string OfTarget = "g.target_id";

    private const string OfBuyer = "g.buyer_id";

    private const string Quarter = "CAST(c.arrived_at / 900000 AS text)";

    private const string Stored =
        "(SELECT MIN(t.value) FROM call_tags t WHERE t.call_id = c.id AND lower(t.type || ':' || t.name) = @tagKey)";

    private static readonly (string Keys, string Sql, Func<string, CallRecord> Call)[] Computed =
    [
        ("campaign:name campaign:id campaign:trackingid", "c.campaign_id", k => new() { CampaignId = new(k) }),
        ("publisher:name publisher:id publisher:subid publisher:company", "c.publisher_id", k => new() { PublisherId = new(k) }),
        ("target:name target:id", OfTarget, k => new() { TargetId = new(k) }),
        ("buyer:name buyer:id buyer:subid", OfBuyer, k => new() { BuyerId = new(k) }),
        ("dialednumber:number", "c.dialed", k => new() { Dialed = k }),
        ("endcall:endcallsource", "c.ended_by", k => new() { EndedBy = Enum.Parse<EndedBy>(k) }),
        ("callinfo:blockedreason", "c.block_reason", k => new() { BlockReason = Enum.Parse<BlockReason>(k) }),
        ("callinfo:attestation", "c.attestation", k => new() { Attestation = Enum.Parse<Attestation>(k) }),
        ("callinfo:isduplicate", "CAST(c.duplicate AS text)", k => new() { Duplicate = k == "1" }),
        (
            "inboundnumber:areacode inboundnumber:state inboundnumber:region inboundnumber:city inboundnumber:countrycode inboundnumber:countrydigits",
            CallerKey.Sql,
            k => new() { Caller = CallerKey.Sample(k) }
        ),
        (
            "date:year date:month date:day date:weekday date:utcyear date:utcmonth date:utcday date:utcweekday time:hour time:utchour time:utcoffset",
            Quarter,
            k => new() { ArrivedAt = new Instant(long.Parse(k, CultureInfo.InvariantCulture) * 900_000) }
        ),
    ];

    private readonly Func<string, CallRecord>? _call;

    private TagGrouping(string tag, string sql, Func<string, CallRecord>? call) => (Tag, Sql, _call) = (tag, sql, call);

    /// <summary>As it was asked for, <c>User:zip</c>.</summary>
    public string Tag { get; }

    /// <summary>Finds a stored tag; a parameter of <see cref="Sql"/>.</summary>
    public string Key => Tag.ToLowerInvariant();

    public string Sql { get; }

    public bool IsStored => _call is null;

    /// <summary>It says of a leg whom it was dialed to.</summary>
    public bool CountsLegs => Sql is OfTarget or OfBuyer;

    /// <param name="text"><c>Type:Name</c>, with or without <c>tag:</c>.</param>
    public static TagGrouping? Read(Validation validation, string field, string? text)
    {
        var token = text?.Trim() ?? "";
        if (TokenTemplate.Parse(token.StartsWith('[') ? token : $"[{token}]").Tokens is not [{ IsCall: false } tag])
        {
            validation.Add(field, "A tag to group by, as tag:InboundNumber:State.");
            return null;
        }

        foreach (var (keys, sql, call) in Computed)
            if (keys.Split(' ').Contains(tag.Key))
                return new TagGrouping($"{tag.Type}:{tag.Name}", sql, call);
        if (!CallTokens.IsKnown(tag.Key))
            return new TagGrouping($"{tag.Type}:{tag.Name}", Stored, null);
        validation.Add(field, $"Calls can't be grouped by {tag.Type}:{tag.Name}: nearly each has its own.");
        return null;
    }

    /// <summary>The tag's value for what the database grouped by.</summary>
    public string? ValueOf(string? key, CallConfiguration configuration)
    {
        if (string.IsNullOrEmpty(key) || _call is null)
            return key;
        return new CallTokens(_call(key), configuration, default, CallTokens.NoTags).Lookup()(Key);
    }
}
