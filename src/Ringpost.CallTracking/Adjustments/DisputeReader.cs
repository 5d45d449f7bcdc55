using System.Data.Common;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Reads a call as a buyer's dispute finds it.</summary>
internal static class DisputeReader
{
    /// <summary>What the buyer sees, and nobody else's part of it.</summary>
    public static CallScope ScopeOf(BuyerId buyer, Dialect dialect) =>
        CallScope.Of(new Actor("", "", Role.Buyer, Of: buyer.Value), dialect);

    /// <summary>For how many days after a call the buyer may dispute it.</summary>
    public static async Task<int> DaysAsync(DbConnection connection, BuyerId buyer) =>
        (await BuyersSql.FindAsync(connection, buyer))?.DisputeDays ?? (await DisputeSettings.ReadAsync(connection)).DisputeDays;

    /// <summary>The call, or why it is none that can be disputed.</summary>
    /// <param name="isPartner">What is not among the buyer's calls is not there for it.</param>
    public static async Task<Result<DisputedCall>> ReadAsync(
        DbConnection connection,
        CallScope scope,
        BuyerId buyer,
        CallRecord call,
        bool isPartner
    )
    {
        if (!isPartner && call.Uncounted)
            return new Clash("call-is-test", "A test call earns nothing; there is nothing to dispute.");
        if (!isPartner && call.History)
            return new Clash("call-is-history", CallAdjustments.CallOfHistory);
        if (await CallListSql.FindAsync(connection, scope, call.Id) is not { } seen)
            return isPartner
                ? new Missing($"Call {call.Id}")
                : new Clash("call-not-of-buyer", "The call was not dialed to this buyer's targets.");
        if (call.IsLive)
            return new Clash("call-not-settled", "The call is not settled yet. Dispute it when it has ended.");
        return new DisputedCall(
            call.ArrivedAt,
            seen.Revenue,
            Currency.TryParse(call.Currency, out var currency) ? currency : Currency.Usd,
            await AdjustmentRequestsSql.WasDisputedAsync(connection, call.Id, buyer)
        );
    }
}
