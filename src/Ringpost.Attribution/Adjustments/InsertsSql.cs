using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

internal static class InsertsSql
{
    /// <summary>No postback brought it (pixel_log_id 0), and no request is a repeat of it.</summary>
    private const string Insert =
        "INSERT INTO conversions (pixel_log_id, at, arrived_at, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, event_id, transaction_id, "
        + "transaction_hash, dedup_no, url_hash, received, paid, currency, awaits_received, awaits_paid, disposition, disposition_id, source, sender, test, "
        + "fired, ip, s1, note, contract_id) VALUES (0, @At, @now, @advertiser, @offer, @affiliate, @campaign, @Creative, @Event, @transactionId, @hash, 0, 0, @Received, "
        + "@Paid, @currency, 0, 0, @Disposition, @DispositionId, 'manualInsertion', 'manual', 0, 0, '', @SubAffiliate, @Note, @contract) ON CONFLICT DO NOTHING RETURNING id";

    public static Phrase Duplicate(string transactionId) =>
        $"A conversion of this offer and event with the transaction id {transactionId} is there already.";

    public static async Task<HashSet<string>> ListTakenAsync(DbConnection connection, Dialect dialect, InsertDraft draft)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in draft.Rows.Where(r => r.TransactionId is not null).Chunk(500))
            taken.UnionWith(
                await connection.QueryAsync<string>(
                    "SELECT transaction_id FROM conversions WHERE offer_id = @offer AND event_id = @Event AND transaction_hash "
                        + AdjustmentsSql.Among(dialect == Dialect.Sqlite),
                    new
                    {
                        offer = draft.Offer.Id,
                        draft.Event,
                        ids = chunk.Select(r => PostbackHash.OfTransaction(r.TransactionId)).ToArray(),
                    }
                )
            );
        return taken;
    }

    public static async Task<IReadOnlyList<MassRow>> InsertAsync(
        WriteUnit unit,
        Actor actor,
        long run,
        InsertDraft draft,
        IReadOnlyList<(long No, string? TransactionId)> slice
    )
    {
        var before = await MassRunsSql.ListDoneAsync(unit, run, [.. slice.Select(r => r.No)]);
        var deltas = new ReportDeltas();
        var done = new List<MassRow>();
        var inserted = new List<(long No, ConversionId Id)>();
        foreach (var (no, transactionId) in slice.Where(r => !before.ContainsKey(r.No)))
            if (await InsertAsync(unit, draft, transactionId) is { } id)
                inserted.Add((no, id));
            else
                done.Add(MassRow.Refused(no, Duplicate(transactionId!)));

        var tally = inserted.Count == 0 ? null : await InsertCaps.LockAsync(unit, draft);
        var gone = new List<ConversionId>();
        foreach (var (no, id) in inserted)
        {
            if (InsertCaps.Take(tally, draft, unit.Now) is { } over)
            {
                gone.Add(id);
                done.Add(MassRow.Refused(no, over));
                continue;
            }

            done.Add(draft.ToRow(no, MassOutcome.Applied, id));
            deltas.Add(draft.Cell, draft.At, draft.Disposition, draft.Received, draft.Paid);
            await LogAsync(unit, actor, draft, id);
        }

        await InsertCaps.SaveAsync(unit, tally);
        if (gone.Count > 0)
            await OverCapsSql.DeleteAsync(unit, gone);
        await MassRunsSql.StoreAsync(unit, run, done);
        await deltas.AppendAsync(unit);
        return [.. before.Values, .. done];
    }

    private static Task LogAsync(WriteUnit unit, Actor actor, InsertDraft draft, ConversionId id) =>
        ChangeLogSql.AppendAsync(
            unit,
            actor,
            "conversion",
            $"{id}",
            "insert",
            null,
            new
            {
                Received = draft.Received / 1_000_000m,
                Paid = draft.Paid / 1_000_000m,
                draft.Disposition,
                note = draft.Note,
            }
        );

    private static async Task<ConversionId?> InsertAsync(WriteUnit unit, InsertDraft draft, string? transactionId)
    {
        var id = await unit.Connection.QuerySingleOrDefaultAsync<long?>(
            Insert,
            new
            {
                draft.At,
                now = unit.Now,
                advertiser = draft.Offer.AdvertiserId,
                offer = draft.Offer.Id,
                affiliate = draft.Campaign.AffiliateId,
                campaign = draft.Campaign.Id,
                draft.Creative,
                draft.Event,
                transactionId,
                hash = transactionId is null ? (long?)null : PostbackHash.OfTransaction(transactionId),
                draft.Received,
                draft.Paid,
                currency = draft.Offer.Currency.Code,
                draft.Disposition,
                draft.DispositionId,
                contract = draft.Contract,
                draft.SubAffiliate,
                draft.Note,
            }
        );
        return id is { } stored ? new ConversionId(stored) : null;
    }
}
