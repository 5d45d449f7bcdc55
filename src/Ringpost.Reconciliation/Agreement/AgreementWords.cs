using Ringpost.Primitives;
using static Ringpost.Reconciliation.Agreement.AgreementVerdict;

namespace Ringpost.Reconciliation.Agreement;

/// <summary>The words of each verdict, the same on pages, in files and on the command line.</summary>
public static class AgreementWords
{
    /// <summary>As it follows a number: “9 never arrived”.</summary>
    public static Phrase Counted(this AgreementVerdict verdict) =>
        verdict switch
        {
            NeverSent => "never sent",
            OnItsWay => "still on their way",
            SentButRejected => "sent but rejected",
            NeverArrived => "never arrived",
            TakenElsewhere => "taken elsewhere",
            Rejected => "rejected",
            CountedTwice => "counted twice",
            UnknownCall => "of unknown calls",
            UnpaidCall => "of unpaid calls",
            AnotherCurrency => "in another currency",
            AnotherAmount => "with another amount",
            AnotherCampaign => "on another campaign",
            AnotherDay => "on another day",
            Test => "tests",
            Matched => "matched",
        };

    /// <summary>As it stands alone: a chip, the head of a column.</summary>
    public static string Title(this AgreementVerdict verdict) =>
        verdict switch
        {
            NeverSent => "Never sent",
            OnItsWay => "On its way",
            SentButRejected => "Sent but rejected",
            NeverArrived => "Never arrived",
            TakenElsewhere => "Taken elsewhere",
            Rejected => "Rejected",
            CountedTwice => "Counted twice",
            UnknownCall => "Unknown call",
            UnpaidCall => "Unpaid call",
            AnotherCurrency => "Another currency",
            AnotherAmount => "Another amount",
            AnotherCampaign => "Another campaign",
            AnotherDay => "Another day",
            Test => "Test",
            Matched => "Matched",
        };

    /// <summary>What it means, in a sentence.</summary>
    public static Phrase Meaning(this AgreementVerdict verdict) =>
        verdict switch
        {
            NeverSent => "The call earned, and no pixel told the other side of it.",
            OnItsWay => "The call earned, and the pixel that tells the other side of it is still to be sent.",
            SentButRejected => "The pixel was sent, and the receiver did not take it.",
            NeverArrived => "The call earned, and there is no conversion of it.",
            TakenElsewhere => "A receiver took the pixel; what its book says is not known here.",
            Rejected => "There is a conversion of the call, and it was rejected or returned.",
            CountedTwice => "There is one more conversion of the same call and event.",
            UnknownCall => "There is a conversion, and no call that it belongs to.",
            UnpaidCall => "There is a conversion with money, and its call earned nothing.",
            AnotherCurrency => "Call and conversion are in two currencies; their amounts are not compared.",
            AnotherAmount => "Payout and paid, or revenue and received, differ.",
            AnotherCampaign => "The conversion stands under another offer or affiliate than the other calls of the campaign and publisher.",
            AnotherDay => "Call and conversion stand on two days.",
            Test => "One side or both say that it is a test.",
            Matched => "Call and conversion say the same.",
        };

    /// <summary>The word in JSON and CSV: <c>neverArrived</c>.</summary>
    public static string Code(this AgreementVerdict verdict) => char.ToLowerInvariant(verdict.ToString()[0]) + verdict.ToString()[1..];

    public static Phrase Sentence(this DayCause cause) =>
        cause switch
        {
            DayCause.Zone => "only because the books are kept in two zones",
            DayCause.Late => "the conversion came on a later day",
            DayCause.Early => "the conversion stands on an earlier day",
        };
}
