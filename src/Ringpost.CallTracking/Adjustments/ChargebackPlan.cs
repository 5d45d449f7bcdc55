using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>What becomes of a row of a file of chargebacks. Everything but the first two changes nothing.</summary>
public enum ChargebackVerdict
{
    /// <summary>It would be booked.</summary>
    Ready,
    Booked,

    /// <summary>The same chargeback, from this file or another, was booked before.</summary>
    BookedBefore,

    /// <summary>A cell can't be read, or the call is not named.</summary>
    Unreadable,

    /// <summary>The buyer has no such call.</summary>
    NotFound,

    /// <summary>More than one call of the caller is meant by that time.</summary>
    SeveralFit,

    /// <summary>An earlier row of the file names the same call.</summary>
    Repeated,

    /// <summary>A request waits, or a dispute of the buyer was decided.</summary>
    AlreadyDisputed,

    /// <summary>After the time for disputes.</summary>
    OutsideTime,

    /// <summary>The buyer does not owe so much for the call.</summary>
    MoreThanItCosts,

    /// <summary>The call costs the buyer nothing.</summary>
    CostsNothing,

    /// <summary>The file's currency is not the call's.</summary>
    OtherCurrency,

    /// <summary>The call goes on, is a test or another tracker's, or its amounts stand in the way; the message says which.</summary>
    NotPossible,
}

/// <summary>A row of a file of chargebacks: the call that it means, and what becomes of it. Amounts in millionths.</summary>
/// <param name="Row">The line in the file.</param>
/// <param name="Said">What the row calls the call by.</param>
/// <param name="Costs">What the call cost the buyer before.</param>
/// <param name="Message">Why nothing is booked; null where it is.</param>
public sealed record ChargebackRow(
    long Row,
    string Said,
    ChargebackVerdict Verdict,
    Phrase? Message,
    CallId? CallId = null,
    Instant? At = null,
    DisputeCause? Cause = null,
    Currency? Currency = null,
    [property: JsonConverter(typeof(MillionthsJson))] long Costs = 0,
    [property: JsonConverter(typeof(MillionthsJson))] long RevenueChange = 0,
    [property: JsonConverter(typeof(MillionthsJson))] long PayoutChange = 0
)
{
    internal bool Counts => Verdict is ChargebackVerdict.Ready or ChargebackVerdict.Booked;

    internal ChargebackRow Not(ChargebackVerdict verdict, Phrase message) =>
        this with
        {
            Verdict = verdict,
            Message = message,
            RevenueChange = 0,
            PayoutChange = 0,
        };
}

/// <summary>What a file of chargebacks does, or did.</summary>
/// <param name="Stored">False is a preview.</param>
/// <param name="Refused">Rows that are not booked for a reason.</param>
public sealed record ChargebackPlan(
    bool Stored,
    int Ready,
    int Booked,
    int BookedBefore,
    int Refused,
    IReadOnlyList<BulkTotal> Totals,
    IReadOnlyList<ChargebackRow> Rows
)
{
    internal static ChargebackPlan Of(bool isStored, IReadOnlyList<ChargebackRow> rows)
    {
        int Count(ChargebackVerdict verdict) => rows.Count(r => r.Verdict == verdict);
        var (ready, booked, before) = (
            Count(ChargebackVerdict.Ready),
            Count(ChargebackVerdict.Booked),
            Count(ChargebackVerdict.BookedBefore)
        );
        return new ChargebackPlan(
            isStored,
            ready,
            booked,
            before,
            rows.Count - ready - booked - before,
            [
                .. rows.Where(r => r.Counts)
                    .GroupBy(r => r.Currency!.Value)
                    .Select(g => new BulkTotal(g.Key, g.Sum(r => r.RevenueChange), g.Sum(r => r.PayoutChange))),
            ],
            rows
        );
    }
}
