using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// What is known to be full while a plan is made, so that it is left out with a reason. Slots in use are read once; periods are what this node saw.
/// It may be out of date: the dial itself asks again.
/// </summary>
internal sealed class CapRanking(CallConfiguration configuration, IReadOnlyDictionary<string, long> slots, string currency, Instant now)
{
    public static async Task<CapRanking> ReadAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        IReadOnlyList<Route> routes,
        string currency
    )
    {
        var owners = OwnersOf(configuration, routes).Where(o => o.Concurrency is not null).Select(o => o.Id).Distinct().ToArray();
        return new CapRanking(configuration, await CallSlotsSql.CountAsync(unit, owners), currency, unit.Now);
    }

    /// <summary>Null where nothing is known against a dial.</summary>
    public IneligibleReason? Refuse(TargetId targetId)
    {
        if (!configuration.Targets.TryGetValue(targetId, out var target))
            return null;
        foreach (var owner in CapOwner.OfLeg(configuration, targetId, target.BuyerId))
        {
            if (owner.Concurrency is { } limit && slots.GetValueOrDefault(owner.Id) >= limit)
                return new CapRefusal(owner, null).Reason;
            if (!owner.Caps.IsNone && configuration.CapsSeen.Full(owner, currency, now) is { } line)
                return new CapRefusal(owner, line).Reason;
        }

        return null;
    }

    /// <summary>The keys of the concurrency caps that a dial of one of the targets decides over.</summary>
    public static IEnumerable<string> KeysOf(CallConfiguration configuration, IEnumerable<Target> targets) =>
        targets
            .SelectMany(t => CapOwner.OfLeg(configuration, t.Id, t.BuyerId))
            .Where(o => o.Concurrency is not null)
            .Select(o => o.Key)
            .Distinct();

    private static IEnumerable<CapOwner> OwnersOf(CallConfiguration configuration, IReadOnlyList<Route> routes) =>
        routes.SelectMany(r => CapOwner.OfLeg(configuration, r.TargetId, configuration.Targets.GetValueOrDefault(r.TargetId)?.BuyerId));
}
