using Npgsql;
using Ringpost.Primitives;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.Clicks;

/// <summary>The click lane's statements in PostgreSQL: one array per column.</summary>
internal static class PostgresClicks
{
    private const string Latest =
        "SELECT k.session_id, k.offer_id, c.id, c.touch, c.affiliate_id, c.at FROM unnest($1::bigint[], $2::bigint[]) AS k (session_id, offer_id) "
        + "CROSS JOIN LATERAL (SELECT id, touch, affiliate_id, at FROM clicks WHERE session_id = k.session_id AND offer_id = k.offer_id AND touch >= 0 "
        + "ORDER BY touch DESC LIMIT 1) c";

    private static readonly RowShape Clicks = new(
        "clicks",
        "id, at, session_id, touch, duplicate_of, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, bot, ip:text, user_agent:text, "
            + "referrer:text, s1:text, s2:text, s3:text, s4:text, s5:text, udid:text, device_hash, regeneration_hash",
        "ON CONFLICT DO NOTHING",
        "RETURNING id"
    );

    public static async Task<Dictionary<(long Session, OfferId Offer), Touch>> FindLatestAsync(
        NpgsqlConnection connection,
        IEnumerable<ClickDraft> drafts
    )
    {
        var keys = drafts.Select(d => (d.Session, d.Offer)).Distinct().ToList();
        var found = new Dictionary<(long, OfferId), Touch>(keys.Count);
        if (keys.Count == 0)
            return found;
        await using var command = new NpgsqlCommand(Latest, connection);
        Add(command, keys, k => k.Session);
        Add(command, keys, k => k.Offer.Value);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found[(reader.GetInt64(0), new OfferId(reader.GetInt64(1)))] = new Touch(
                reader.GetInt64(2),
                reader.GetInt64(3),
                new AffiliateId(reader.GetInt64(4)),
                new Instant(reader.GetInt64(5))
            );
        return found;
    }

    /// <summary>The ids that were inserted; the others found their id or their place in the session taken.</summary>
    public static async Task<HashSet<long>> InsertAsync(NpgsqlConnection connection, List<ClickDraft> drafts, List<ClickPlace> places)
    {
        var rows = UnnestRows.Rent(Clicks);
        for (var i = 0; i < drafts.Count; i++)
        {
            Add(rows, drafts[i], places[i]);
            rows.EndRow();
        }

        var inserted = new HashSet<long>(drafts.Count);
        await using var insert = new NpgsqlBatch(connection) { BatchCommands = { rows.ToCommand() } };
        await using (var reader = await insert.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                inserted.Add(reader.GetInt64(0));
        rows.Return();
        return inserted;
    }

    private static void Add(IRowValues row, ClickDraft draft, ClickPlace place) =>
        row.Add(place.Id)
            .Add(draft.At.UnixMilliseconds)
            .Add(draft.Session)
            .Add(place.Touch)
            .Add(place.DuplicateOf)
            .Add(draft.Cell.Advertiser.Value)
            .Add(draft.Cell.Offer.Value)
            .Add(draft.Cell.Affiliate.Value)
            .Add(draft.Cell.Campaign.Value)
            .Add(draft.Cell.Creative.Value)
            .Add((long)draft.Kind)
            .Add(draft.Ip)
            .Add(draft.UserAgent)
            .Add(draft.Referrer)
            .Add(draft.SubIds?[0])
            .Add(draft.SubIds?[1])
            .Add(draft.SubIds?[2])
            .Add(draft.SubIds?[3])
            .Add(draft.SubIds?[4])
            .Add(draft.Udid)
            .Add(draft.DeviceHash)
            .Add(draft.RegenerationHash);

    private static void Add<TRow, TValue>(NpgsqlCommand command, List<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = column });
    }
}
