using System.Globalization;
using Dapper;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>
/// What nobody vouched for took no place when it was stored; it takes one now that its sender is believed, in the period of its own time, or is
/// over a cap like any other. First amounts stay: a closed side is brought to 0 by the ledger. What the offer ignores can't be dropped any more
/// and counts for neither side.
/// </summary>
internal static class ApprovedCaps
{
    private const string Candidates =
        "SELECT c.id AS Id, c.at AS At, c.offer_id AS OfferId, c.campaign_id AS CampaignId, c.event_id AS EventId, "
        + "COALESCE(k.contract_id, o.default_contract_id, 0) AS ContractId, e.type AS Type FROM conversions c "
        + "JOIN offer_campaigns k ON k.id = c.campaign_id JOIN offers o ON o.id = c.offer_id JOIN offer_events e ON e.id = c.event_id "
        + "WHERE c.test = 0 AND c.cap_id IS NULL AND c.id ";

    private const string Mark =
        "UPDATE conversions SET cap_id = @cap, cap_behavior = @behavior, cap_note = @note, reason = COALESCE(reason, 'CAP REACHED'), "
        + "awaits_received = CASE WHEN @noReceived = 1 THEN 0 ELSE awaits_received END, awaits_paid = CASE WHEN @noPaid = 1 THEN 0 ELSE awaits_paid END "
        + "WHERE id = @id";

    private const string Settle =
        $"UPDATE conversions SET disposition = CASE WHEN {ApprovalSql.LacksRate} OR {ApprovalSql.UnderReview} THEN 'pending' ELSE 'approved' END, "
        + $"reason = CASE WHEN {ApprovalSql.LacksRate} THEN 'NO RATE' WHEN {ApprovalSql.UnderReview} THEN 'REVIEW' ELSE 'CAP REACHED' END "
        + "WHERE id = @id AND disposition = 'pending' AND reason = 'AMOUNT NOT SENT' AND awaits_received = 0 AND awaits_paid = 0";

    /// <summary>Takes the places of what was just approved; answers what came over a cap.</summary>
    public static async Task<IReadOnlyDictionary<long, ApprovedOverCap>> TakeAsync(WriteUnit unit, IReadOnlyCollection<long> ids)
    {
        var over = new Dictionary<long, ApprovedOverCap>();
        var book = await CapsSql.ReadBookAsync(unit.Connection);
        if (book.IsEmpty)
            return over;
        var rows = (
            await unit.Connection.QueryAsync<Candidate>(
                Candidates + unit.Pick("IN @ids ORDER BY c.id", "= ANY (@ids) ORDER BY c.id"),
                new { ids = ids.ToArray() }
            )
        )
            .Select(r => (Row: r, Slots: r.Slots(book)))
            .Where(r => r.Slots is not null)
            .ToArray();
        var tally = await CapCountersSql.LockAsync(unit, rows.SelectMany(r => r.Slots!).Select(s => s.Key));
        foreach (var (row, slots) in rows)
        {
            if (tally.Take(slots, unit.Now) is not { } met)
                continue;
            var behavior = book.BehaviorOf(row.OfferId);
            if (behavior == CapBehavior.Ignore)
                behavior = CapBehavior.Neither;
            var note = $"{CapStep.Note(met, behavior)}";
            over[row.Id] = new ApprovedOverCap(behavior, note);
            await unit.Connection.ExecuteAsync(
                Mark,
                new
                {
                    id = row.Id,
                    cap = met.Cap.Id,
                    behavior = CapWords.Of(behavior),
                    note,
                    noReceived = behavior.ClosesAdvertiser(),
                    noPaid = behavior.ClosesAffiliate(),
                }
            );
            await unit.Connection.ExecuteAsync(Settle, new { id = row.Id });
        }

        await CapCountersSql.SaveAsync(unit, tally);
        await CapAlerts.RaiseAsync(unit, tally.JustMet);
        return over;
    }

    /// <summary>Brings the closed sides of a record to 0.</summary>
    public static async Task CloseAsync(
        WriteUnit unit,
        ReportDeltas deltas,
        ReportedConversion record,
        ApprovedOverCap over,
        string actorId
    )
    {
        var zone = (await Instance.ReadAsync(unit.Connection)).Zone;
        var day = TimeZones.InZone(record.At, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (over.Behavior.ClosesAdvertiser() && record.Received != 0)
            await record.AddAsync(unit, deltas, LedgerSide.Received, -record.Received, record.At, day, actorId, over.Note);
        if (over.Behavior.ClosesAffiliate() && record.Paid != 0)
            await record.AddAsync(unit, deltas, LedgerSide.Paid, -record.Paid, record.At, day, actorId, over.Note);
    }

    private sealed class Candidate
    {
        public long Id { get; init; }

        public Instant At { get; init; }

        public OfferId OfferId { get; init; }

        public OfferCampaignId CampaignId { get; init; }

        public OfferEventId EventId { get; init; }

        public long ContractId { get; init; }

        public string Type { get; init; } = "";

        public CapSlot[]? Slots(CapBook book) =>
            book.OfConversion(OfferId, new OfferContractId(ContractId), CampaignId, EventId, Type == "macro", At);
    }
}

/// <summary>A conversion that came over a cap when it was approved.</summary>
internal sealed record ApprovedOverCap(CapBehavior Behavior, string Note);
