using Dapper;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// A stored conversion with its current disposition and amounts, on its way through later changes. Each change appends its row of history and
/// its delta, so that reports, ledger and history can't part; the column <c>conversions.disposition</c> stays the caller's to set.
/// </summary>
internal sealed class ReportedConversion
{
    public ConversionId Id { get; init; }

    public Instant At { get; init; }

    public AdvertiserId AdvertiserId { get; init; }

    public OfferId OfferId { get; init; }

    public AffiliateId AffiliateId { get; init; }

    public OfferCampaignId CampaignId { get; init; }

    public CreativeId CreativeId { get; init; }

    public OfferEventId EventId { get; init; }

    public string Currency { get; init; } = "";

    public bool Test { get; init; }

    /// <summary>As the change before left it.</summary>
    public string Disposition { get; private set; } = "";

    /// <summary>First amount and ledger, in millionths.</summary>
    public long Received { get; private set; }

    /// <inheritdoc cref="Received"/>
    public long Paid { get; private set; }

    private ReportCell Cell => new(AdvertiserId, OfferId, AffiliateId, CampaignId, CreativeId, EventId, CurrencyCode.Of(Currency));

    /// <summary>Locks the rows on PostgreSQL, in the order of their ids; what is not there is left out.</summary>
    public static async Task<IReadOnlyList<ReportedConversion>> LockAsync(WriteUnit unit, IEnumerable<long> ids)
    {
        var all = ids.ToArray();
        // A statement of its own: one that waits for a lock would add up the ledger as it stood before it waited.
        if (unit.Dialect == Dialect.Postgres)
            await unit.Connection.ExecuteAsync("SELECT 1 FROM conversions WHERE id = ANY (@all) ORDER BY id FOR UPDATE", new { all });
        return (
            await unit.Connection.QueryAsync<ReportedConversion>(
                "SELECT c.id AS Id, c.at AS At, c.advertiser_id AS AdvertiserId, c.offer_id AS OfferId, c.affiliate_id AS AffiliateId, "
                    + "c.campaign_id AS CampaignId, c.creative_id AS CreativeId, c.event_id AS EventId, c.currency AS Currency, c.test AS Test, "
                    + "c.disposition AS Disposition, "
                    + "CAST(c.received + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'received'), 0) AS bigint) AS Received, "
                    + "CAST(c.paid + COALESCE((SELECT sum(l.amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND l.side = 'paid'), 0) AS bigint) AS Paid "
                    + $"FROM conversions c WHERE c.id {unit.Pick("IN @all", "= ANY (@all)")} ORDER BY c.id",
                new { all }
            )
        ).AsList();
    }

    /// <summary>
    /// The conversion is <paramref name="to"/> from now on. The move counts in the report of <paramref name="effectiveAt"/>; nothing is written where
    /// it is that already.
    /// </summary>
    public async Task MoveAsync(WriteUnit unit, ReportDeltas deltas, string to, Instant effectiveAt, string actorId, string reason)
    {
        if (to == Disposition)
            return;
        await unit.Connection.ExecuteAsync(
            "INSERT INTO conversion_dispositions (conversion_id, from_disposition, to_disposition, received, paid, recorded_at, effective_at, actor_id, reason) "
                + "VALUES (@Id, @Disposition, @to, @Received, @Paid, @now, @effectiveAt, @actorId, @reason)",
            new
            {
                Id,
                Disposition,
                to,
                Received,
                Paid,
                now = unit.Now,
                effectiveAt,
                actorId,
                reason,
            }
        );
        if (!Test)
            deltas.Move(Cell, effectiveAt, Disposition, to, Received, Paid);
        Disposition = to;
    }

    /// <summary>Appends a ledger entry: <paramref name="amount"/> is signed, <paramref name="effectiveDay"/> is the day of the instance's zone.</summary>
    /// <param name="kind">What the entry is: <c>price</c>, <c>status</c>, <c>rate</c>; null for an amount that a later postback carried.</param>
    /// <param name="requestHash">The postback that completed the amount, so that its repeat is known.</param>
    public async Task AddAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        string side,
        long amount,
        Instant effectiveAt,
        string effectiveDay,
        string actorId,
        string reason,
        long? requestHash = null,
        string? kind = null
    )
    {
        await unit.Connection.ExecuteAsync(
            "INSERT INTO conversion_ledger (conversion_id, side, amount, recorded_at, effective_day, effective_at, disposition, actor_id, reason, request_hash, kind) "
                + "VALUES (@Id, @side, @amount, @now, @effectiveDay, @effectiveAt, @Disposition, @actorId, @reason, @requestHash, @kind)",
            new
            {
                Id,
                side,
                amount,
                now = unit.Now,
                effectiveDay,
                effectiveAt,
                Disposition,
                actorId,
                reason,
                requestHash,
                kind,
            }
        );
        var (received, paid) = side == LedgerSide.Received ? (amount, 0L) : (0L, amount);
        if (!Test)
            deltas.AddAmount(Cell, effectiveAt, Disposition, received, paid);
        (Received, Paid) = (Received + received, Paid + paid);
    }
}
