using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Caps;

/// <summary>Who may have caps.</summary>
public enum CapOwnerKind
{
    Target,
    Buyer,
    Publisher,
}

/// <summary>Something with caps, by its id, which is unlike any other's of any kind.</summary>
/// <param name="Concurrency">Calls at the same time; null is unlimited.</param>
internal sealed record CapOwner(CapOwnerKind Kind, string Id, CallCaps Caps, int? Concurrency)
{
    public bool HasCaps => Concurrency is not null || !Caps.IsNone;

    /// <summary>What the unit that decides over its concurrency locks.</summary>
    public string Key => $"cap:{Id}";

    public string NameIn(CallConfiguration configuration) =>
        Kind switch
        {
            CapOwnerKind.Target => configuration.Targets[new(Id)].Name,
            CapOwnerKind.Buyer => configuration.Buyers[new(Id)].Name,
            CapOwnerKind.Publisher => configuration.Publishers[new(Id)].Name,
        };

    public static CapOwner Of(Target target) => new(CapOwnerKind.Target, target.Id.Value, target.Caps, target.ConcurrencyCap);

    public static CapOwner Of(Buyer buyer) => new(CapOwnerKind.Buyer, buyer.Id.Value, buyer.Caps, buyer.ConcurrencyCap);

    public static CapOwner Of(Publisher publisher) =>
        new(CapOwnerKind.Publisher, publisher.Id.Value, publisher.Caps, publisher.ConcurrencyCap);

    /// <summary>Those with caps that a leg to the target counts toward. A group has none of a buyer: each of its members asks its own.</summary>
    public static IReadOnlyList<CapOwner> OfLeg(CallConfiguration configuration, TargetId targetId, BuyerId? buyerId)
    {
        List<CapOwner>? owners = null;
        // Most have none: ranking hundreds of targets makes nothing for them.
        if (configuration.Targets.TryGetValue(targetId, out var target) && (target.ConcurrencyCap is not null || !target.Caps.IsNone))
            (owners ??= []).Add(Of(target));
        if (target?.Destination.Members is not null)
            return owners ?? (IReadOnlyList<CapOwner>)[];
        if (
            buyerId is { } id
            && configuration.Buyers.TryGetValue(id, out var buyer)
            && (buyer.ConcurrencyCap is not null || !buyer.Caps.IsNone)
        )
            (owners ??= []).Add(Of(buyer));
        return owners ?? (IReadOnlyList<CapOwner>)[];
    }

    /// <summary>The publisher where it has caps.</summary>
    public static CapOwner? OfCall(CallConfiguration configuration, PublisherId? publisherId) =>
        publisherId is { } id && configuration.Publishers.TryGetValue(id, out var publisher) && Of(publisher) is { HasCaps: true } owner
            ? owner
            : null;
}
