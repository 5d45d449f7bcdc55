using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>A row whose call is found and whose amounts are decided, in millionths.</summary>
internal sealed record DecidedChargeback(ChargebackLine Line, CallId CallId, long Taken, long PayoutTaken, Currency Currency);

/// <summary>How a file is booked: whose it is, and what it does not say itself. Foresees its rows.</summary>
/// <param name="Scope">The buyer's: what it does not see is not there.</param>
/// <param name="SharesPayout">Where a row says no payout, the same share is taken off as of what the call cost.</param>
internal sealed record ChargebackTerms(BuyerId Buyer, CallScope Scope, bool IsLateToo, bool SharesPayout, string? Effective)
{
    /// <param name="seen">Calls of earlier rows, with those.</param>
    public async Task<(ChargebackRow Row, DecidedChargeback? Decided)> ForeseeAsync(
        DbConnection connection,
        Result<ChargebackLine> read,
        CsvRow csv,
        Dictionary<CallId, long> seen,
        Instant now
    )
    {
        var row = new ChargebackRow(csv.No, ChargebackReader.Said(csv), ChargebackVerdict.Ready, null);
        if (!read.IsOk)
            return Not(ChargebackVerdict.Unreadable, read.Refusal.Says);
        var line = read.Value;
        row = row with { Cause = line.Cause };
        var candidates = await FindAsync(connection, line);
        if (ChargebackRule.Choose(candidates, line.At) is not { } found)
            return candidates.Count == 0
                ? Not(ChargebackVerdict.NotFound, "The buyer has no such call.")
                : Not(ChargebackVerdict.SeveralFit, $"{candidates.Count} calls of this caller fit. Name the call by its id.");
        row = row with { CallId = found.Id, At = found.ArrivedAt };
        if (seen.TryGetValue(found.Id, out var earlier) && earlier != line.Row)
            return Not(ChargebackVerdict.Repeated, $"Row {earlier} names this call too.");
        seen[found.Id] = line.Row;
        if (await AdjustmentsSql.FindByKeyAsync(connection, found.Id, Key(line)) is { } done)
            return Not(ChargebackVerdict.BookedBefore, $"Booked on {done.At.ToDateTimeOffset():yyyy-MM-dd} (UTC) by {done.By}.");
        var decided = await DecideAsync(connection, line, (await CallsSql.FindAsync(connection, found.Id))!, now);
        if (!decided.IsOk)
            return Not(ChargebackRule.VerdictOf(decided.Refusal), decided.Refusal.Says);
        var (call, taken) = decided.Value;
        row = row with { Currency = call.Currency, Costs = call.Costs };
        if (line.Currency is { } other && other != call.Currency)
            return Not(ChargebackVerdict.OtherCurrency, $"The call is in {call.Currency.Code}, the file says {other.Code}.");
        var (revenue, payout) = await AdjustmentsSql.CurrentAsync(connection, found.Id);
        var payoutTaken = line.Payout ?? (SharesPayout ? ChargebackRule.Share(payout, taken, call.Costs) : 0);
        var possible = AdjustmentRule.Decide(revenue, payout, Change(line, taken, payoutTaken), call.Currency);
        if (!possible.IsOk)
            return Not(ChargebackVerdict.NotPossible, possible.Refusal.Says);
        return (
            row with
            {
                RevenueChange = -taken,
                PayoutChange = -payoutTaken,
            },
            new DecidedChargeback(line, found.Id, taken, payoutTaken, call.Currency)
        );

        (ChargebackRow, DecidedChargeback?) Not(ChargebackVerdict verdict, Phrase message) => (row.Not(verdict, message), null);
    }

    /// <summary>The call as the buyer sees it, and what is taken off its revenue.</summary>
    public async Task<Result<(DisputedCall Call, long Taken)>> DecideAsync(
        DbConnection connection,
        ChargebackLine line,
        CallRecord call,
        Instant now
    )
    {
        var found = await DisputeReader.ReadAsync(connection, Scope, Buyer, call, isPartner: false);
        if (!found.IsOk)
            return found.Refusal;
        if (await AdjustmentRequestsSql.IsWaitingAsync(connection, call.Id))
            return new Clash("request-pending", "A request for this call waits. Decide it first.");
        var days = await DisputeReader.DaysAsync(connection, Buyer);
        var taken = ChargebackRule.Decide(found.Value, line.Amount, days, now, IsLateToo);
        return taken.IsOk ? (found.Value, taken.Value) : taken.Refusal;
    }

    public CallChange Change(ChargebackLine line, long taken, long payoutTaken) =>
        CallChange.Read(
            new Validation(),
            new(
                "relative",
                -taken / 1_000_000m,
                payoutTaken == 0 ? null : -payoutTaken / 1_000_000m,
                Effective: Effective,
                Reason: DisputeWriter.Reason(line.Cause, line.Note),
                Told: line.Cause.Words()
            )
        );

    /// <summary>The same words about the same call are the same chargeback, whatever the file.</summary>
    public string Key(ChargebackLine line)
    {
        var words = $"{Buyer}\n{line.Amount}\n{line.Payout}\n{line.Cause}\n{line.Note}";
        return "chargeback:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..32];
    }

    private async Task<IReadOnlyList<CallRow>> FindAsync(DbConnection connection, ChargebackLine line)
    {
        if (line.CallId is not { } id)
            return await CallListSql.ListAsync(connection, CallCriteria.Of(line.Within, Scope) with { Caller = line.Caller }, null, 20);
        return await CallListSql.FindAsync(connection, Scope, id) is { } named ? [named] : [];
    }
}
