using Microsoft.Data.Sqlite;
using Ringpost.Primitives;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.Clicks;

/// <summary>The click lane's statements in SQLite's own interface. Columns stand in the order of the binds.</summary>
internal sealed class SqliteClicks(SqliteConnection connection)
{
    private const string InsertClick =
        "INSERT INTO clicks (id, at, session_id, touch, duplicate_of, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, bot, ip, "
        + "user_agent, referrer, s1, s2, s3, s4, s5, udid, device_hash, regeneration_hash) "
        + "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";

    private const string Latest =
        "SELECT id, touch, affiliate_id, at FROM clicks WHERE session_id = ? AND offer_id = ? AND touch >= 0 ORDER BY touch DESC LIMIT 1";

    private readonly RawStatement _insert = RawStatement.Of(connection, InsertClick);
    private readonly RawStatement _latest = RawStatement.Of(connection, Latest);

    public Touch? FindLatest(long session, OfferId offer)
    {
        _latest.Bind(1, session).Bind(2, offer.Value);
        Touch? found = _latest.Step()
            ? new Touch(_latest.Number(0), _latest.Number(1), new AffiliateId(_latest.Number(2)), new Instant(_latest.Number(3)))
            : null;
        _latest.Reset();
        return found;
    }

    /// <summary>False where the id is taken.</summary>
    public bool Insert(ClickDraft draft, ClickPlace place) =>
        _insert
            .Bind(1, place.Id)
            .Bind(2, draft.At.UnixMilliseconds)
            .Bind(3, draft.Session)
            .Bind(4, place.Touch)
            .Bind(5, place.DuplicateOf)
            .Bind(6, draft.Cell.Advertiser.Value)
            .Bind(7, draft.Cell.Offer.Value)
            .Bind(8, draft.Cell.Affiliate.Value)
            .Bind(9, draft.Cell.Campaign.Value)
            .Bind(10, draft.Cell.Creative.Value)
            .Bind(11, (long)draft.Kind)
            .Bind(12, draft.Ip)
            .Bind(13, draft.UserAgent)
            .Bind(14, draft.Referrer)
            .Bind(15, draft.SubIds?[0])
            .Bind(16, draft.SubIds?[1])
            .Bind(17, draft.SubIds?[2])
            .Bind(18, draft.SubIds?[3])
            .Bind(19, draft.SubIds?[4])
            .Bind(20, draft.Udid)
            .Bind(21, draft.DeviceHash)
            .Bind(22, draft.RegenerationHash)
            .Run() == 1;
}
