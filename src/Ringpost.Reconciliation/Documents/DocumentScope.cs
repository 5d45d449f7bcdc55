using Ringpost.Primitives;
using Ringpost.Reconciliation.Periods;

namespace Ringpost.Reconciliation.Documents;

/// <summary>
/// Which documents an actor may look at: the network's own people all of them, a buyer's its bills, a publisher's its statements. It stands in every
/// statement that reads documents for somebody, so that there is no other for them.
/// </summary>
/// <param name="Sql">A condition of documents <c>d</c>.</param>
/// <param name="Own">The parameter <c>own</c>.</param>
internal sealed record DocumentScope(string Sql, string? Own)
{
    public static DocumentScope Of(Actor actor) =>
        actor.Role switch
        {
            Role.Admin or Role.ReadOnly => new DocumentScope("d.number IS NOT NULL", null),
            Role.Buyer => OfParty(DocumentKind.BuyerBill, actor),
            Role.Publisher => OfParty(DocumentKind.PublisherStatement, actor),
        };

    // An amount without a party is nobody's.
    private static DocumentScope OfParty(DocumentKind kind, Actor actor) =>
        string.IsNullOrEmpty(actor.Of)
            ? new DocumentScope("1 = 0", null)
            : new DocumentScope($"d.number IS NOT NULL AND d.kind = '{kind}' AND d.party_id = @own", actor.Of);
}
