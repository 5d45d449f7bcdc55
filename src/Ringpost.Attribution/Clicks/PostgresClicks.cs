using Npgsql;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Clicks;

/// <summary>The click lane's statements in PostgreSQL: one array per column.</summary>
internal static class PostgresClicks
{
    private const string Latest =
        "SELECT k.session_id, k.offer_id, c.id, c.touch, c.affiliate_id, c.at FROM unnest($1::bigint[], $2::bigint[]) AS k (session_id, offer_id) "
        + "CROSS JOIN LATERAL (SELECT id, touch, affiliate_id, at FROM clicks WHERE session_id = k.session_id AND offer_id = k.offer_id AND touch >= 0 "
        + "ORDER BY touch DESC LIMIT 1) c";

    private const string InsertClicks =
        "INSERT INTO clicks (id, at, session_id, touch, duplicate_of, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, bot, ip, "
        + "user_agent, referrer, s1, s2, s3, s4, s5, udid, device_hash, regeneration_hash) "
        + "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], "
        + "$10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], "
        + "$21::bigint[], $22::bigint[]) ON CONFLICT DO NOTHING RETURNING id";

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
        var inserted = new HashSet<long>(drafts.Count);
        await using var command = new NpgsqlCommand(InsertClicks, connection);
        Add(command, places, p => p.Id);
        Add(command, drafts, d => d.At.UnixMilliseconds);
        Add(command, drafts, d => d.Session);
        Add(command, places, p => p.Touch);
        Add(command, places, p => p.DuplicateOf);
        Add(command, drafts, d => d.Cell.Advertiser.Value);
        Add(command, drafts, d => d.Cell.Offer.Value);
        Add(command, drafts, d => d.Cell.Affiliate.Value);
        Add(command, drafts, d => d.Cell.Campaign.Value);
        Add(command, drafts, d => d.Cell.Creative.Value);
        Add(command, drafts, d => (long)d.Kind);
        Add(command, drafts, d => d.Ip);
        Add(command, drafts, d => d.UserAgent);
        Add(command, drafts, d => d.Referrer);
        for (var sub = 0; sub < 5; sub++)
        {
            var n = sub;
            Add(command, drafts, d => d.SubIds?[n]);
        }

        Add(command, drafts, d => d.Udid);
        Add(command, drafts, d => d.DeviceHash);
        Add(command, drafts, d => d.RegenerationHash);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            inserted.Add(reader.GetInt64(0));
        return inserted;
    }

    private static void Add<TRow, TValue>(NpgsqlCommand command, List<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = column });
    }
}
