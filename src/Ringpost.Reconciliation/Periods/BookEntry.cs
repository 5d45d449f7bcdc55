using Ringpost.Primitives;

namespace Ringpost.Reconciliation.Periods;

/// <summary>Where an amount comes from.</summary>
internal enum BookSource
{
    CallLeg,
    CallPayout,
    CallChange,
    Conversion,
    ConversionChange,
    ConversionMove,
}

/// <summary>Who owes: a bill says what is owed to the network, a statement what the network owes.</summary>
public enum DocumentKind
{
    BuyerBill,
    PublisherStatement,
    AdvertiserBill,
    AffiliateStatement,
}

/// <summary>The parts of a document that an amount can stand in.</summary>
/// <param name="Party">Empty where the amount names none.</param>
internal readonly record struct Account(DocumentKind Kind, string Party, Currency Currency)
{
    /// <summary>As it is stored.</summary>
    public static Account Read(string kind, string party, string currency) =>
        new(Enum.Parse<DocumentKind>(kind), party, Currency.TryParse(currency, out var known) ? known : Currency.Usd);
}

/// <summary>One amount of either book, on one side: a document holds it as a whole.</summary>
/// <param name="Key">Its key in its source; with source and side it is the same amount for ever.</param>
/// <param name="Amount">Millionths, signed and never 0.</param>
/// <param name="Count">By how many records it makes more: 1 of a first amount, 0 of a change, -1 where a conversion ceased to be approved.</param>
/// <param name="Group">The call campaign's or offer's id.</param>
/// <param name="Detail">The event's id; empty on the call side.</param>
/// <param name="FirstKey">In <paramref name="FirstSource"/> the amount that it changes, its own where it is a first one.</param>
/// <param name="RecordId">The call or conversion.</param>
/// <param name="EffectiveDay">yyyy-MM-dd in the instance's zone.</param>
internal sealed record BookEntry(
    BookSource Source,
    string Key,
    Account Account,
    long Amount,
    int Count,
    string Group,
    string Detail,
    BookSource FirstSource,
    string FirstKey,
    string RecordId,
    Instant RecordAt,
    string EffectiveDay,
    Instant? RecordedAt,
    string? By,
    string? Reason
)
{
    public const string Bill = "bill",
        Statement = "statement";

    public string Side => SideOf(Account.Kind);

    public static string SideOf(DocumentKind kind) =>
        kind switch
        {
            DocumentKind.BuyerBill or DocumentKind.AdvertiserBill => Bill,
            DocumentKind.PublisherStatement or DocumentKind.AffiliateStatement => Statement,
        };
}
