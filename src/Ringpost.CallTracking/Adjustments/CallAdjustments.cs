using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>
/// Carries adjustments out, whoever asks: 1 the same key is the same adjustment, 2 decide, 3 ledger, 4 event and history, 5 of a call that
/// no rule paid its payout, 6 the pixels on Adjusted, all in the caller's unit over the call's key.
/// </summary>
public sealed class CallAdjustments(CallBook book, Database database, Identifiers identifiers)
{
    /// <summary>One call, done once per Idempotency-Key.</summary>
    /// <param name="after">What else the unit writes, once the adjustment is made.</param>
    internal async Task<Result<CallAdjustment>> RunAsync(
        Actor actor,
        CallId id,
        CallChange change,
        string? key,
        Func<WriteUnit, CallRecord, Task<Refusal?>>? before,
        Func<WriteUnit, CallAdjustment, Task>? after,
        CancellationToken cancellation
    )
    {
        if (await database.ReadAsync(c => CallsSql.FindAsync(c, id), cancellation) is not { } known)
            return new Missing($"Call {id}");
        var configuration = await book.ConfigurationAsync(cancellation);
        return await database.WriteOnceAsync<CallAdjustment>(
            actor,
            WriteKeys.Of(known.Key),
            async unit =>
            {
                var call = (await CallsSql.FindAsync(unit.Connection, id))!;
                if (before is not null && await before(unit, call) is { } refusal)
                    return refusal;
                var result = await AdjustAsync(unit, actor, configuration, call, change, key);
                if (result.IsOk && after is not null)
                    await after(unit, result.Value);
                return result;
            },
            cancellation
        );
    }

    internal const string CallOfHistory = "The call is of another tracker's log; its amounts stay as they were there.";

    private async Task<Result<CallAdjustment>> AdjustAsync(
        WriteUnit unit,
        Actor actor,
        CallConfiguration configuration,
        CallRecord call,
        CallChange change,
        string? key
    )
    {
        if (key is not null && await AdjustmentsSql.FindByKeyAsync(unit.Connection, call.Id, key) is { } done)
            return done;
        if (call.Uncounted)
            return new Clash("call-is-test", "A test call earns nothing; its amounts are not changed.");
        if (call.History)
            return new Clash("call-is-history", CallOfHistory);
        if (call.IsLive)
            return new Clash("call-not-settled", "The call is not settled yet. Adjust it when it has ended.");
        var currency = Currency.TryParse(call.Currency, out var parsed) ? parsed : Currency.Usd;
        var (revenue, payout) = await AdjustmentsSql.CurrentAsync(unit.Connection, call.Id);
        var decided = AdjustmentRule.Decide(revenue, payout, change, currency);
        if (!decided.IsOk)
            return decided.Refusal;
        var adjustment = new CallAdjustment(
            new AdjustmentId("AJ" + identifiers.TimeOrdered()),
            call.Id,
            unit.Now,
            change.Mode,
            actor.Name,
            change.Reason,
            change.DayOf(call.ArrivedAt, unit.Now, configuration.Zone),
            currency,
            decided.Value.Revenue,
            decided.Value.Payout,
            revenue + decided.Value.Revenue,
            payout + decided.Value.Payout,
            await AdjustmentsSql.NextSequenceAsync(unit, call.Id)
        )
        {
            Told = change.Told.Length == 0 || decided.Value.Payout == 0 ? null : change.Told,
        };
        await AdjustmentsSql.InsertAsync(unit, actor, adjustment, key);
        var writer = book.Writer(unit, call, configuration);
        await writer.LogAsync("CallAdjusted", Fields(adjustment));
        await ChangeLogSql.AppendAsync(
            unit,
            actor,
            "call",
            $"{call.Id}",
            "adjust",
            new { revenue = revenue / 1_000_000m, payout = payout / 1_000_000m },
            new
            {
                revenue = adjustment.Revenue / 1_000_000m,
                payout = adjustment.Payout / 1_000_000m,
                adjustment.EffectiveDay,
                adjustment.Reason,
            }
        );
        if (!call.Paid && adjustment.Payout > 0)
            await writer.PayAdjustedAsync(adjustment);
        await writer.FireAdjustedAsync(adjustment);
        if (call.State == CallState.EndUnknown)
        {
            // A person settles what nobody stated; the carrier's later word must not add to it (architecture 4.9).
            call.ConversionDecided |= adjustment.RevenueChange != 0;
            call.PayoutDecided |= adjustment.PayoutChange != 0;
        }

        await writer.SaveAsync();
        return adjustment;
    }

    private static object Fields(CallAdjustment a) =>
        new
        {
            adjustmentId = a.Id,
            by = a.By,
            a.Reason,
            a.EffectiveDay,
            conversionAmount = a.Revenue / 1_000_000m,
            conversionDifference = a.RevenueChange / 1_000_000m,
            payoutAmount = a.Payout / 1_000_000m,
            payoutDifference = a.PayoutChange / 1_000_000m,
        };
}
