using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallLists;

/// <summary>
/// What of the calls an actor may look at (ringba.md 9.1, 10.3). It stands before every statement that reads calls for somebody: for a
/// publisher's or buyer's person, and for whoever may not see revenue and buyers, the names <c>calls</c>, <c>call_legs</c>, <c>call_ledger</c>
/// and <c>call_tags</c> then mean their part, so that no filter, order, sum or column reaches beyond it. A column that is not listed here does
/// not exist for them.
/// </summary>
/// <param name="Sql">Empty for who sees everything; else a list of common table expressions.</param>
/// <param name="Own">The parameter <c>own</c>: the publisher's or buyer's id.</param>
internal sealed record CallScope(string Sql, string? Own)
{
    public static readonly CallScope Everything = new("", null) { IsWhole = true };

    /// <summary>All calls are in it, whatever of them is hidden.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What calls earned counts as nothing.</summary>
    public bool HidesRevenue { get; init; }

    private const string Text = "CAST(NULL AS text)";
    private const string Whole = "CAST(NULL AS bigint)";
    private const string Zero = "CAST(0 AS bigint)";

    public static CallScope Of(Actor actor, Dialect dialect)
    {
        // In SQLite a name within its own expression would mean itself.
        var tables = dialect == Dialect.Sqlite ? "main." : "";
        return actor.Role switch
        {
            Role.Admin or Role.ReadOnly => actor.May(Permission.SeeRevenue)
                ? Everything
                : new CallScope(WithoutRevenue(tables), null) { IsWhole = true, HidesRevenue = true },
            Role.Publisher => new CallScope(OfPublisher(tables), actor.Of ?? ""),
            Role.Buyer => new CallScope(OfBuyer(tables), actor.Of ?? ""),
        };
    }

    /// <summary>All calls, without what they earned and whom they went to; so without legs.</summary>
    private static string WithoutRevenue(string tables)
    {
        string[] hidden = ["target_id", "buyer_id", "revenue", "plan"];
        return With(
            tables,
            "1 = 1",
            Columns.Select(c => c.Name).Except(hidden).ToDictionary(name => name, name => $"x.{name}"),
            "l.side = 'payout'",
            "1 = 1",
            "1 = 0"
        );
    }

    /// <summary>Their calls; of the money what they are paid; of the tags what was sent about their callers.</summary>
    private static string OfPublisher(string tables) =>
        With(
            tables,
            $"x.publisher_id = @own AND {Theirs}",
            new()
            {
                ["number_id"] = "x.number_id",
                ["dialed"] = "x.dialed",
                ["campaign_id"] = "x.campaign_id",
                ["publisher_id"] = "x.publisher_id",
                ["live"] = "x.live",
                ["connected"] = "x.connected",
                ["paid"] = "x.paid",
                ["duplicate"] = "x.duplicate",
                ["previously_connected"] = "x.previously_connected",
                ["blocked"] = "x.blocked",
                ["incomplete"] = "x.incomplete",
                ["call_seconds"] = "x.call_seconds",
                ["connected_seconds"] = "x.connected_seconds",
                ["connected_at"] = "x.connected_at",
                ["ended_at"] = "x.ended_at",
                ["payout"] = "x.payout",
            },
            "l.side = 'payout'",
            "t.type = 'User' AND t.source = 'enrichment'",
            "1 = 0"
        );

    /// <summary>The calls that were dialed to them, as far as they took part: what they talked and what it costs them.</summary>
    private static string OfBuyer(string tables)
    {
        var mine = $"FROM {tables}call_legs g WHERE g.call_id = x.id AND g.buyer_id = @own";
        return With(
            tables,
            $"EXISTS (SELECT 1 {mine}) AND {Theirs}",
            new()
            {
                ["target_id"] = $"(SELECT g.target_id {mine} ORDER BY g.connected DESC, g.leg DESC LIMIT 1)",
                ["buyer_id"] = "CAST(@own AS text)",
                ["live"] =
                    $"CASE WHEN x.live = 1 AND EXISTS (SELECT 1 {mine} AND g.ended_at IS NULL) THEN CAST(1 AS bigint) ELSE {Zero} END",
                ["connected"] = $"(SELECT MAX(g.connected) {mine})",
                ["converted"] = $"(SELECT MAX(g.converted) {mine})",
                ["call_seconds"] = $"(SELECT CAST(SUM(COALESCE(g.dialed_seconds, g.connected_seconds)) AS bigint) {mine})",
                ["connected_seconds"] = $"(SELECT CAST(SUM(g.connected_seconds) AS bigint) {mine})",
                ["connected_at"] = $"(SELECT MIN(g.answered_at) {mine} AND g.connected = 1)",
                ["ended_at"] = $"(SELECT MAX(g.ended_at) {mine})",
                ["revenue"] = $"(SELECT CAST(SUM(g.revenue) AS bigint) {mine})",
            },
            // What was changed since stands at the leg that earned.
            $"l.side = 'revenue' AND EXISTS (SELECT 1 FROM {tables}call_legs g WHERE g.call_id = l.call_id AND g.buyer_id = @own AND {LegOfCall.Earned(tables)})",
            "1 = 0",
            "g.buyer_id = @own"
        );
    }

    // Tests and another tracker's calls are nobody's.
    private const string Theirs = "x.uncounted = 0 AND x.history = 0";

    private static readonly (string Name, string Unseen)[] Columns =
    [
        ("dialed", "''"),
        ("number_id", "''"),
        ("campaign_id", "''"),
        ("publisher_id", Text),
        ("target_id", Text),
        ("buyer_id", Text),
        ("live", Zero),
        ("connected", Zero),
        ("converted", Zero),
        ("paid", Zero),
        ("duplicate", Zero),
        ("previously_connected", Zero),
        ("blocked", Zero),
        ("incomplete", Zero),
        ("test", Zero),
        ("uncounted", Zero),
        ("history", Zero),
        ("recovered", Zero),
        ("call_seconds", Whole),
        ("connected_seconds", Whole),
        ("connected_at", Whole),
        ("ended_at", Whole),
        ("ended_by", Text),
        ("recording_url", Text),
        ("cost", Whole),
        ("cost_currency", Text),
        ("conversion_reason", Text),
        ("payout_reason", Text),
        ("block_reason", Text),
        ("incomplete_reason", Text),
        ("payout_earlier_id", Text),
        ("payout_earlier_at", Whole),
        ("payout_window", Whole),
        ("attestation", Text),
        ("revenue", Zero),
        ("payout", Zero),
        ("plan", "'[]'"),
    ];

    private static string With(string tables, string calls, Dictionary<string, string> seen, string ledger, string tags, string legs)
    {
        var list = string.Join(", ", Columns.Select(c => $"{seen.GetValueOrDefault(c.Name, c.Unseen)} AS {c.Name}"));
        // The names come last of which the ones before speak.
        return $"WITH calls AS NOT MATERIALIZED (SELECT x.id, x.arrived_at, x.caller, x.currency, {list} FROM {tables}calls x "
            + $"WHERE {calls}), "
            + $"call_ledger AS NOT MATERIALIZED (SELECT l.* FROM {tables}call_ledger l WHERE {ledger}), "
            + $"call_tags AS NOT MATERIALIZED (SELECT t.* FROM {tables}call_tags t WHERE {tags}), "
            + $"call_legs AS NOT MATERIALIZED (SELECT g.* FROM {tables}call_legs g WHERE {legs}) ";
    }
}
