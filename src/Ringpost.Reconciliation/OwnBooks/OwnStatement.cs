using System.Text.Json.Serialization;
using Ringpost.CallTracking;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>How our calls and our conversions agree in a range of days.</summary>
/// <param name="Zone">Whose days they are.</param>
/// <param name="Headlines">What it comes to in a sentence, one for each currency.</param>
/// <param name="Totals">One for each currency.</param>
/// <param name="Rows">By day, newest first, call campaign and publisher.</param>
public sealed record OwnStatement(
    Instant From,
    Instant To,
    string Zone,
    IReadOnlyList<Phrase> Headlines,
    IReadOnlyList<OwnFigures> Totals,
    IReadOnlyList<OwnGroup> Rows
);

/// <summary>Of one day, call campaign and publisher; without campaign for what was booked without a call.</summary>
public sealed record OwnGroup(
    DateOnly Day,
    CallCampaignId? CallCampaignId,
    string? CallCampaignName,
    PublisherId? PublisherId,
    string? PublisherName,
    OwnFigures Figures
);

/// <summary>What both books say. Amounts are in millionths inside, decimal numbers in the API.</summary>
/// <param name="Calls">Paid calls.</param>
/// <param name="Conversions">What was booked for them; several events of one call count once. Pending ones count.</param>
/// <param name="Pending">Of the conversions those that wait to be approved.</param>
/// <param name="Matched">Paid calls of which both books say the same.</param>
/// <param name="Cells">What differs, in the order of the verdicts; only those that occur.</param>
public sealed record OwnFigures(
    Currency Currency,
    long Calls,
    [property: JsonConverter(typeof(MillionthsJson))] long Payout,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    long Conversions,
    [property: JsonConverter(typeof(MillionthsJson))] long Paid,
    [property: JsonConverter(typeof(MillionthsJson))] long Received,
    long Pending,
    long Matched,
    IReadOnlyList<OwnCell> Cells
)
{
    /// <summary>Findings by which the books disagree.</summary>
    public long Differing => Cells.Where(c => c.Differs).Sum(c => c.Count);
}

/// <summary>The findings of one verdict.</summary>
/// <param name="Differs">Whether the books disagree by them; false for tests that count nowhere and for what another receiver took.</param>
/// <param name="Money">The payout side's amounts added up whatever their sign; of received and revenue where the payout side has none.</param>
/// <param name="PaidDifference">By how much the conversions paid more (+) or less (-).</param>
/// <param name="ReceivedDifference">The same of received.</param>
public sealed record OwnCell(
    AgreementVerdict Verdict,
    long Count,
    bool Differs,
    [property: JsonConverter(typeof(MillionthsJson))] long Money,
    [property: JsonConverter(typeof(MillionthsJson))] long PaidDifference,
    [property: JsonConverter(typeof(MillionthsJson))] long ReceivedDifference
);
