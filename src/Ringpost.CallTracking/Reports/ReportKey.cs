using System.Text.Json;
using Ringpost.CallTracking.CallFilters;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Reports;

/// <summary>
/// What a report's lines stand for: an expression that the database groups by, and what its keys mean. By target, buyer and target group the
/// legs <c>g</c> are counted, else the calls <c>c</c> (a call has one campaign, but may have been dialed to several buyers).
/// </summary>
internal sealed record ReportKey(CallReportGrouping Grouping, string Sql)
{
    public bool CountsLegs { get; init; }

    /// <summary>The column that is grouped by.</summary>
    public CallColumn? Column { get; init; }

    public TagGrouping? Tag { get; init; }

    /// <summary>What a key means; null: the key itself, or a name that the configuration knows.</summary>
    public Func<string?, string?>? ValueOf { get; init; }

    public string? TagKey => Tag?.Key;

    private static readonly CallReportGrouping?[] Words =
    [
        .. Enum.GetValues<CallReportGrouping>()
            .Where(g => g is not (CallReportGrouping.Tag or CallReportGrouping.Column))
            .Select(g => (CallReportGrouping?)g),
    ];

    /// <param name="groupBy">A word of <see cref="CallReportGrouping"/>, a column's id, or <c>tag:Type:Name</c>.</param>
    /// <param name="tag">For <c>tag</c> alone: which.</param>
    public static ReportKey Read(
        Validation validation,
        Actor actor,
        string? groupBy,
        string? tag,
        CallConfiguration configuration,
        TimeRange range,
        Dialect dialect
    )
    {
        // A buyer's calls are of no campaign that they know.
        var first = actor.Role == Role.Buyer ? CallReportGrouping.Target : CallReportGrouping.CallCampaign;
        var columns = CallColumns.SeenBy(actor).Where(c => c.CanGroup).ToList();
        var words = Words.Where(g => IsSeenBy(actor, g!.Value)).ToList();
        var word = groupBy?.Trim() ?? "";
        if (word.StartsWith("tag:", StringComparison.OrdinalIgnoreCase) || word.Equals("tag", StringComparison.OrdinalIgnoreCase))
            return OfTag(validation, actor, word.Length == 3 ? "tag" : "groupBy", word.Length == 3 ? tag : word, configuration);
        if (word.Length == 0)
            return Of(first, dialect);
        if (words.FirstOrDefault(g => $"{g}".Equals(word, StringComparison.OrdinalIgnoreCase)) is { } grouping)
            return Of(grouping, dialect);
        if (columns.Find(c => c.Id.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } column)
            return OfColumn(column, configuration, range);
        Phrase choice =
            $"One of: {string.Join(", ", words.Select(g => JsonNamingPolicy.CamelCase.ConvertName($"{g}")))}; a column, as {string.Join(", ", columns.Select(c => c.Id))}; or a tag, as tag:User:zip.";
        validation.Add("groupBy", Refusal(actor, word) is { } refusal ? Phrase.Joined([refusal, choice]) : choice);
        return Of(first, dialect);
    }

    private static bool IsSeenBy(Actor actor, CallReportGrouping grouping) =>
        actor.Role switch
        {
            Role.Admin or Role.ReadOnly => actor.May(Permission.SeeRevenue)
                || grouping is not (CallReportGrouping.Target or CallReportGrouping.Buyer or CallReportGrouping.TargetGroup),
            Role.Publisher => grouping
                is CallReportGrouping.CallCampaign
                    or CallReportGrouping.Number
                    or CallReportGrouping.Day
                    or CallReportGrouping.Hour,
            Role.Buyer => grouping is CallReportGrouping.Target or CallReportGrouping.Day or CallReportGrouping.Hour,
        };

    private static Phrase? Refusal(Actor actor, string word) =>
        !actor.IsPartner
        && Words.FirstOrDefault(g => $"{g}".Equals(word, StringComparison.OrdinalIgnoreCase)) is { } grouping
        && !IsSeenBy(actor, grouping)
            ? new Forbidden(Permission.SeeRevenue).Says
            : SeenColumns.Refusal(actor, word);

    private static ReportKey Of(CallReportGrouping grouping, Dialect dialect) =>
        grouping switch
        {
            CallReportGrouping.CallCampaign => new(grouping, "c.campaign_id"),
            CallReportGrouping.Publisher => new(grouping, "c.publisher_id"),
            CallReportGrouping.Number => new(grouping, "c.dialed"),
            CallReportGrouping.Target => new(grouping, "g.target_id") { CountsLegs = true },
            CallReportGrouping.Buyer => new(grouping, "g.buyer_id") { CountsLegs = true },
            CallReportGrouping.TargetGroup => new(grouping, Group(dialect)) { CountsLegs = true },
            // Quarters of an hour in UTC, numbered from 1970: every zone's day begins on one, so that the database need not know the zone.
            CallReportGrouping.Day or CallReportGrouping.Hour => new(grouping, "CAST(c.arrived_at / 900000 AS text)"),
            CallReportGrouping.Tag or CallReportGrouping.Column => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
        };

    private static ReportKey OfColumn(CallColumn column, CallConfiguration configuration, TimeRange range)
    {
        var source = column.Source;
        var sql = source is { CountsLegs: true, OfLeg: { } ofLeg } ? ofLeg : source.Sql;
        var meanings = source.Values?.Invoke(configuration, range).ToDictionary(v => v.Key, v => v.Value);
        return new(CallReportGrouping.Column, column.Kind == ColumnKind.YesNo ? $"CASE WHEN {sql} THEN 'yes' ELSE 'no' END" : sql)
        {
            CountsLegs = source.CountsLegs,
            Column = column,
            ValueOf = meanings is null ? null : key => key is null ? null : meanings.GetValueOrDefault(key),
        };
    }

    private static ReportKey OfTag(Validation validation, Actor actor, string field, string? text, CallConfiguration configuration)
    {
        if (TagGrouping.Read(validation, field, text) is not { } tag)
            return new(CallReportGrouping.Tag, "NULL");
        if (SeenColumns.Refusal(actor, $"tag:{tag.Tag}") is { } refusal)
            validation.Add(field, refusal);
        return new(CallReportGrouping.Tag, tag.Sql)
        {
            Tag = tag,
            CountsLegs = tag.CountsLegs,
            ValueOf = key => Seen(actor, tag, tag.ValueOf(key, configuration)),
        };
    }

    /// <summary>What others sent as a tag may be anybody's number.</summary>
    private static string? Seen(Actor actor, TagGrouping tag, string? value) =>
        value is null || !tag.IsStored || actor.May(Permission.SeeFullNumbers) ? value : Delivery.Log.MaskNumbers.In(value);

    /// <summary>The plan names the route's own target; a leg that went to another rang for a group.</summary>
    private static string Group(Dialect dialect) =>
        "(SELECT p.value ->> 'target' FROM "
        + (dialect == Dialect.Sqlite ? "json_each(c.plan) p" : "jsonb_array_elements(CAST(c.plan AS jsonb)) AS p(value)")
        + " WHERE p.value ->> 'route' = g.route_id AND p.value ->> 'target' <> g.target_id LIMIT 1)";
}
