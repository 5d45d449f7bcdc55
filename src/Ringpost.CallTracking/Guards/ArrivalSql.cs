using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Guards;

/// <summary>What a caller's earlier calls say of the one that arrives.</summary>
/// <param name="Repeat">One of them was let in on the campaign within the seconds of its repeat filter.</param>
/// <param name="Duplicate">By the campaign's setting.</param>
/// <param name="Ever">Whether any of them connected, on any campaign.</param>
/// <param name="Target">Who took the last connected one on the campaign; null where nobody did, or it does not matter.</param>
internal sealed record CallerHistory(bool Repeat, bool Duplicate, bool Ever, TargetId? Target)
{
    /// <summary>Of a test call, which is no duplicate and no repeat.</summary>
    public static readonly CallerHistory Unasked = new(false, false, false, null);
}

/// <summary>Asks the stored calls of a caller, in one statement whose parts each walk an index and stop at the first answer.</summary>
internal static class ArrivalSql
{
    private const string Mine = "FROM calls WHERE caller = @caller AND campaign_id = @campaign AND arrived_at <= @at AND uncounted = 0";

    // Both values of the column, so that the index leads to the moment. A call that was turned away counts for nothing: who redials all the
    // time gets in again.
    private const string LetIn = "AND connected IN (0, 1) AND blocked = 0";

    private const string Unasked = "CAST(NULL AS bigint)";

    /// <param name="caller">E.164; empty for an anonymous caller.</param>
    /// <param name="at">When the call arrived; later ones do not count.</param>
    public static async Task<CallerHistory> FindAsync(DbConnection connection, string caller, CallCampaign campaign, Instant at)
    {
        var (duplicates, spam) = (campaign.Guards.Duplicates, campaign.Guards.Spam);
        var isOne = caller.Length > 0 || duplicates.Anonymous;
        var filters = spam.Seconds > 0 && (caller.Length > 0 || spam.Anonymous);
        var (repeat, duplicate, ever, target) = await connection.QuerySingleAsync<(long?, long?, long?, string?)>(
            $"SELECT {(filters ? First($"{Mine} {LetIn} AND arrived_at > @since") : Unasked)}, "
                + $"{(isOne ? First($"{Mine} {Condition(duplicates.On)}") : Unasked)}, "
                + $"{(isOne ? First("FROM calls WHERE caller = @caller AND connected = 1 AND uncounted = 0 AND arrived_at <= @at") : Unasked)}, "
                + (
                    isOne && duplicates.Routing != DuplicateRouting.Normal
                        ? $"(SELECT target_id {Mine} AND connected = 1 ORDER BY arrived_at DESC LIMIT 1)"
                        : "CAST(NULL AS text)"
                ),
            new
            {
                caller,
                campaign = campaign.Id,
                at,
                since = at - TimeSpan.FromSeconds(spam.Seconds),
                seconds = duplicates.Seconds,
            }
        );
        return new CallerHistory(
            repeat is not null,
            duplicate is not null,
            ever is not null,
            duplicate is null || target is null ? null : new TargetId(target)
        );
    }

    private static string First(string rows) => $"(SELECT CAST(1 AS bigint) {rows} LIMIT 1)";

    private static string Condition(DuplicateOn on) =>
        on switch
        {
            DuplicateOn.Connected => "AND connected = 1",
            DuplicateOn.Incoming => LetIn,
            DuplicateOn.CallLength => "AND connected = 1 AND connected_seconds >= @seconds",
            _ => throw new ArgumentOutOfRangeException(nameof(on), on, null),
        };
}
