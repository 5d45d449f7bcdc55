namespace Ringpost.Reconciliation.Agreement;

/// <summary>
/// What the books of calls and of conversions say of one call; a closed set, in the order in which one is told before another. One call can
/// have several. Words: <see cref="AgreementWords"/>.
/// </summary>
public enum AgreementVerdict
{
    /// <summary>No pixel told the other side of it. Only where deliveries are known.</summary>
    NeverSent,

    /// <summary>It is still to be sent, for the first time or again. Only where deliveries are known.</summary>
    OnItsWay,

    /// <summary>It was sent, and the receiver did not take it. Only where deliveries are known.</summary>
    SentButRejected,

    /// <summary>The call earned, and there is no conversion.</summary>
    NeverArrived,

    /// <summary>A receiver took it whose book is not at hand. Only where deliveries are known.</summary>
    TakenElsewhere,

    /// <summary>There is a conversion, and it was rejected or returned: it counts nothing.</summary>
    Rejected,

    /// <summary>One more counted conversion of the same event than there is a call.</summary>
    CountedTwice,

    /// <summary>A counted conversion without a call.</summary>
    UnknownCall,

    /// <summary>A counted conversion with money of a call that earned nothing.</summary>
    UnpaidCall,

    /// <summary>The amounts stand in two currencies and are not compared.</summary>
    AnotherCurrency,

    /// <summary>Payout and paid, or revenue and received, differ.</summary>
    AnotherAmount,

    /// <summary>The conversion stands under another offer or affiliate than the call's.</summary>
    AnotherCampaign,

    /// <summary>The conversion's day in its book is not the call's day in its own.</summary>
    AnotherDay,

    /// <summary>A test on at least one side. It differs only where the other side counts it.</summary>
    Test,

    /// <summary>Both say the same.</summary>
    Matched,
}

/// <summary>Why two books have one call on two days.</summary>
public enum DayCause
{
    /// <summary>In one zone it is the same day: the books are kept in two.</summary>
    Zone,

    /// <summary>The conversion came on a later day, whatever the zone.</summary>
    Late,

    /// <summary>The conversion stands on an earlier day, whatever the zone.</summary>
    Early,
}
