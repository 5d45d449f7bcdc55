using Dapper;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Rates;

/// <summary>Settles a slice of conversions by the rate that they waited for, in one unit.</summary>
public sealed class RateSettlement(Firing firing)
{
    internal async Task<int> RunAsync(
        WriteUnit unit,
        Actor actor,
        OfferConfiguration picture,
        IReadOnlyList<long> ids,
        RateWait wait,
        decimal rate
    )
    {
        var records = await ReportedConversion.LockAsync(unit, ids);
        var among = AdjustmentsSql.Among(unit.Dialect == Dialect.Sqlite);
        var all = ids.ToArray();
        var states = await AdjustmentsSql.ListStatesAsync(unit.Connection, among, all);
        var sent = (
            await unit.Connection.QueryAsync<SentRow>(
                "SELECT id AS Id, sent_received AS Received, sent_paid AS Paid, cap_behavior AS CapBehavior FROM conversions WHERE id "
                    + among,
                new { ids = all }
            )
        ).ToDictionary(r => r.Id);
        var deltas = new ReportDeltas();
        var settled = new List<long>();
        foreach (var record in records)
        {
            // Another caller may have settled it meanwhile.
            if (!states[record.Id.Value].NoRate)
                continue;
            await SettleAsync(unit, actor, picture, record, states[record.Id.Value], sent[record.Id.Value], wait, rate, deltas);
            settled.Add(record.Id.Value);
        }

        await RateWaitsSql.DeleteAsync(unit, all);
        await firing.FireLaterAsync(unit, settled);
        await deltas.AppendAsync(unit);
        return settled.Count;
    }

    private static async Task SettleAsync(
        WriteUnit unit,
        Actor actor,
        OfferConfiguration picture,
        ReportedConversion record,
        StateRow state,
        SentRow sent,
        RateWait wait,
        decimal rate,
        ReportDeltas deltas
    )
    {
        var terms = ConversionTerms.Of(picture, record.OfferId, record.CampaignId, record.EventId);
        var published = ConversionTerms.IsPublished(picture, record.OfferId, record.CampaignId, record.EventId);
        var price = PriceRule.Decide(Sent(sent.Received), Sent(sent.Paid), rate, terms ?? default, published);
        var reason = $"1 {wait.Currency} is {rate:0.##########} {wait.OfferCurrency} on {wait.Day}";
        var isDue = state.Reason == PendingReason.NoRate.ToText();
        // What it still waits for, its sender or a person, stays open.
        var plan = new ChangePlan(
            [],
            isDue && !state.Review ? "approved" : state.Disposition,
            !isDue ? state.Reason
                : state.Review ? PendingReason.Review.ToText()
                : null,
            state.DispositionId,
            state.AwaitsReceived,
            state.AwaitsPaid,
            false,
            isDue
        );
        await AdjustmentsSql.SetAsync(unit, record.Id, plan);
        await record.MoveAsync(unit, deltas, plan.Disposition, record.At, actor.Id, reason);
        // A side that a cap closed stays closed.
        var cap = CapWords.Read<CapBehavior>(sent.CapBehavior, CapWords.Of) ?? CapBehavior.AdvertiserOff;
        if (sent.Received is not null && !cap.ClosesAdvertiser())
            await AddAsync(LedgerSide.Received, price.Received);
        // A share of what was sent could not be computed without the rate either.
        var isShare = sent.Received is not null && terms is { Paid.IsShare: true } && state.Paid == 0;
        if ((sent.Paid is not null || isShare) && !cap.ClosesAffiliate())
            await AddAsync(LedgerSide.Paid, price.Paid);
        await ChangeLogSql.AppendAsync(
            unit,
            actor,
            "conversion",
            $"{record.Id}",
            "settle",
            new { state.Disposition, state.Reason },
            new
            {
                Received = record.Received / 1_000_000m,
                Paid = record.Paid / 1_000_000m,
                plan.Disposition,
                plan.Reason,
                note = reason,
            }
        );

        Task AddAsync(string side, long amount) =>
            record.AddAsync(unit, deltas, side, amount, record.At, wait.Day, actor.Id, reason, kind: "rate");
    }

    private static SentAmount Sent(long? millionths) => millionths is { } amount ? SentAmount.Of(amount) : new(AmountSent.Absent, 0);

    private sealed class SentRow
    {
        public long Id { get; init; }

        public long? Received { get; init; }

        public long? Paid { get; init; }

        public string? CapBehavior { get; init; }
    }
}
