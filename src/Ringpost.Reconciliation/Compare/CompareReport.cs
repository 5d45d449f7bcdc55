using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>An amount in a currency; null where the files name none.</summary>
public sealed record CompareSum(Currency? Currency, long Millionths);

/// <summary>One kind of difference.</summary>
/// <param name="ByZone">Of another day: whether the zones alone make it.</param>
/// <param name="Paid">What is at stake: of missing and doubled ones their amounts, else how far the amounts are apart, without sign.</param>
/// <param name="PaidDifference">Conversions less calls.</param>
public sealed record CompareTotal(
    AgreementVerdict Verdict,
    bool ByZone,
    int Count,
    IReadOnlyList<CompareSum> Paid,
    IReadOnlyList<CompareSum> Received,
    IReadOnlyList<CompareSum> PaidDifference,
    IReadOnlyList<CompareSum> ReceivedDifference
)
{
    /// <summary>“9 never arrived”.</summary>
    public string Words => ByZone ? "on another day by their zones" : $"{Verdict.Counted()}";

    public string Title => ByZone ? "Another day by zone" : Verdict.Title();

    public string Code => ByZone ? "anotherDayByZone" : Verdict.Code();

    /// <summary>False for tests that neither side counts.</summary>
    public bool Differs { get; init; } = true;
}

/// <summary>A day of both books, each by its own zone unless one was given for both. Amounts in millionths, all currencies together.</summary>
public sealed record CompareDay(
    DateOnly Day,
    int Calls,
    int Conversions,
    int Differences,
    long Payout,
    long Paid,
    long Revenue,
    long Received
);

/// <summary>A campaign and publisher of the calls; for conversions of unknown calls their offer and affiliate.</summary>
public sealed record CompareGroup(
    string Campaign,
    string Publisher,
    bool OfUnknownCalls,
    int Calls,
    int Conversions,
    int Differences,
    long Payout,
    long Paid,
    long Revenue,
    long Received
);

/// <summary>One difference, with where it stands in both files.</summary>
public sealed record CompareRow(AgreementVerdict Verdict, DayCause? Cause, string Sentence, JoinReason JoinedBy)
{
    public bool Differs { get; init; }
    public string CallId { get; init; } = "";
    public string ConversionId { get; init; } = "";
    public DateTimeOffset? CallAt { get; init; }
    public DateTimeOffset? ConversionAt { get; init; }

    /// <summary>In full; outputs mask it.</summary>
    public string Caller { get; init; } = "";
    public string Number { get; init; } = "";
    public string Campaign { get; init; } = "";
    public string Publisher { get; init; } = "";
    public string Offer { get; init; } = "";
    public string Affiliate { get; init; } = "";
    public Currency? CallCurrency { get; init; }
    public Currency? ConversionCurrency { get; init; }
    public long? Payout { get; init; }
    public long? Paid { get; init; }
    public long? Revenue { get; init; }
    public long? Received { get; init; }
    public long? PaidDifference { get; init; }
    public long? ReceivedDifference { get; init; }
    public int CallLine { get; init; }
    public int ConversionLine { get; init; }
}

/// <summary>What a file was taken for.</summary>
/// <param name="Zone">Of its days; null where nobody knows it and they are as the file has them.</param>
/// <param name="Repeated">Lines that say a record again and count once.</param>
/// <param name="Legs">Lines that were added to their call's first one.</param>
public sealed record CompareFile(
    string Name,
    int Lines,
    int Repeated,
    int Legs,
    int Skipped,
    string? Zone,
    IReadOnlyList<CompareGuess> Guesses
);

/// <summary>What the two files say of each other.</summary>
/// <param name="Counted">Calls that should have a conversion.</param>
/// <param name="CountedConversions">Conversions that count.</param>
/// <param name="Compared">Which columns were held against each other.</param>
/// <param name="Advice">What to do about what was found out; may be empty.</param>
/// <param name="Rows">Every difference, made when it is asked for, so that a million cost nothing until then.</param>
public sealed record CompareReport(
    CompareFile Calls,
    CompareFile Conversions,
    IReadOnlyList<CompareGuess> Guesses,
    IReadOnlyList<string> Compared,
    IReadOnlyList<string> Advice,
    int Counted,
    int CountedConversions,
    int Matched,
    IReadOnlyDictionary<JoinReason, int> JoinedBy,
    IReadOnlyList<CompareTotal> Totals,
    IReadOnlyList<CompareDay> Days,
    IReadOnlyList<CompareGroup> Groups,
    IEnumerable<CompareRow> Rows
)
{
    public bool Agree => !Totals.Any(t => t.Differs);

    /// <summary>One line of money, what the whole comparison comes to.</summary>
    public string Headline => CompareHeadline.Of(this);

    /// <summary>The zone of both books' days; null where each has its own.</summary>
    public string? DaysIn { get; init; }

    public bool ComparesPaid { get; init; }

    public bool ComparesReceived { get; init; }
}
