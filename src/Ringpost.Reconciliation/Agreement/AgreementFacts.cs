using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Agreement;

/// <summary>What is known of the pixels that told the other side of a call.</summary>
public enum AgreementSending
{
    /// <summary>Nothing: the book is a file.</summary>
    Unknown,
    NotSent,

    /// <summary>The first or next attempt is still to come.</summary>
    Waiting,
    Refused,

    /// <summary>Taken by a receiver whose book is not at hand.</summary>
    Elsewhere,
    Accepted,
}

/// <summary>How a conversion stands; approved and pending ones count.</summary>
public enum AgreementStanding
{
    Approved,
    Pending,
    Rejected,
    Returned,
}

/// <summary>What the book of calls says of one call. Amounts in millionths; null where the book does not say, which is then not compared.</summary>
/// <param name="Expected">Whether a conversion should stand for it.</param>
/// <param name="Payout">Compared with what conversions paid.</param>
/// <param name="Revenue">Compared with what conversions received.</param>
public readonly record struct AgreementCall(
    Instant At,
    bool Expected,
    long? Payout,
    long? Revenue,
    Currency? Currency = null,
    bool Test = false,
    AgreementSending Sending = AgreementSending.Unknown
);

/// <summary>What the book of conversions says of one that belongs to the call. Amounts as with <see cref="AgreementCall"/>.</summary>
/// <param name="Event">Tells events apart: a second conversion of the same one counts twice, one of another does not.</param>
/// <param name="OtherCampaign">Whether its offer or affiliate is another than the call's campaign and publisher lead to.</param>
public readonly record struct AgreementConversion(
    Instant At,
    long? Paid,
    long? Received,
    Currency? Currency = null,
    AgreementStanding Standing = AgreementStanding.Approved,
    bool Test = false,
    long Event = 0,
    bool OtherCampaign = false
)
{
    /// <summary>Whether its book counts it.</summary>
    public bool Counts => !Test && Standing is (AgreementStanding.Approved or AgreementStanding.Pending);
}

/// <summary>One verdict on a call.</summary>
/// <param name="Conversion">Which of the given conversions it is about; -1 where it is about the call alone.</param>
/// <param name="Count">By how many the conversions count more (+) or fewer (-) than the calls.</param>
/// <param name="Paid">By how much the conversions paid more (+) or less (-) than the calls' payout, in millionths; null where that was not compared.</param>
/// <param name="Received">The same of received and revenue.</param>
/// <param name="Day">Why, where the verdict is another day.</param>
public readonly record struct AgreementFinding(
    AgreementVerdict Verdict,
    int Conversion = -1,
    int Count = 0,
    long? Paid = null,
    long? Received = null,
    DayCause? Day = null
)
{
    /// <summary>Whether the books disagree by it; a test that neither side counts is told and is none.</summary>
    public bool Differs =>
        Verdict is not (AgreementVerdict.Matched or AgreementVerdict.TakenElsewhere) && (Verdict != AgreementVerdict.Test || Count != 0);
}
