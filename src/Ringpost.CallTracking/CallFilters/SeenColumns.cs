using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>
/// Which columns exist for whom: what they see, filter, sort and group by. For publishers' and buyers' people (ringba.md 10.3, roles P and B)
/// those of a list; for others all, without the right to see revenue and buyers none that tells of either. What stands in them is their part
/// of a call (<c>CallScope</c>); tags are scoped by that alone.
/// </summary>
internal static class SeenColumns
{
    /// <param name="id">As the catalogues write it.</param>
    public static bool Has(Actor actor, string id) =>
        actor.Role switch
        {
            Role.Admin or Role.ReadOnly => actor.May(Permission.SeeRevenue) || !Has(id, ColumnSight.OfRevenue),
            Role.Publisher => Has(id, ColumnSight.ToPublisher),
            Role.Buyer => Has(id, ColumnSight.ToBuyer),
        };

    /// <summary>That the column is there, for others: null where it is not, or is of partners.</summary>
    public static Phrase? Refusal(Actor actor, string? id) =>
        !actor.IsPartner && !actor.May(Permission.SeeRevenue) && IsOfRevenue(id?.Trim().TrimStart('-') ?? "")
            ? Phrase.Of($"“{id?.Trim()}”: {new Forbidden(Permission.SeeRevenue).Says}")
            : null;

    private static bool Has(string id, ColumnSight sight) => KnownColumns.Find(id)?.Sight.HasFlag(sight) == true;

    private static bool IsOfRevenue(string id) =>
        Has(id, ColumnSight.OfRevenue)
        || id.StartsWith("tag:target:", StringComparison.OrdinalIgnoreCase)
        || id.StartsWith("tag:buyer:", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the network earns is what a buyer pays out.</summary>
    public static string Title(Role role, string id, string title) => role == Role.Buyer && id == "conversionAmount" ? "Payout" : title;
}
