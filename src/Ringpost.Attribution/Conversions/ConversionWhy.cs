using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>What a conversion came to for the affiliate. A closed set.</summary>
public enum ConversionWhyCase
{
    Paid,

    /// <summary>Approved, and nothing is paid for it.</summary>
    PaysNothing,

    /// <summary>It was paid, and all of it was taken off.</summary>
    TakenBack,

    Test,
    UnverifiedSender,
    AmountNotSent,
    NoRate,
    Review,
    CapReached,

    /// <summary>Somebody made it pending, or rejected or returned it.</summary>
    Pending,
    Rejected,
    Returned,
}

/// <summary>Why a conversion is, or is not, paid, and whether the affiliate knows of it: one or two sentences.</summary>
public sealed record ConversionWhy(ConversionWhyCase Case, Phrase Says);
