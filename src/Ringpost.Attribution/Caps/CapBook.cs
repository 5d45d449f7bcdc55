using System.Collections.Frozen;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>The caps of the configuration, found by what they stand on. Caps without a limit are not in it.</summary>
public sealed class CapBook
{
    public static readonly CapBook Empty = new([], [], CapBehavior.Neither);

    private readonly FrozenDictionary<(CapType Type, CapLevel Level, long Target, long Event), Cap[]> _byPlace;
    private readonly FrozenDictionary<OfferId, CapBehavior> _behaviors;
    private readonly CapBehavior _standard;

    public CapBook(IEnumerable<Cap> caps, IEnumerable<KeyValuePair<OfferId, CapBehavior>> behaviors, CapBehavior standard)
    {
        _byPlace = caps.Where(c => c.Limit is not null)
            .GroupBy(c => (c.Type, c.Level, c.TargetId, c.EventId?.Value ?? 0))
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(c => c.Id.Value).ToArray());
        _behaviors = behaviors.ToFrozenDictionary();
        _standard = standard;
    }

    /// <summary>What becomes of conversions of the offer that come over a cap; never <see cref="CapBehavior.System"/>.</summary>
    public CapBehavior BehaviorOf(OfferId offer) =>
        _behaviors.TryGetValue(offer, out var own) && own != CapBehavior.System ? own : _standard;

    public bool IsEmpty => _byPlace.Count == 0;

    /// <summary>The caps that a conversion needs a place in, closest first: event, campaign, contract, offer (cake.md 2.6 step 8). Null where there are none.</summary>
    internal CapSlot[]? OfConversion(
        OfferId offer,
        OfferContractId contract,
        OfferCampaignId campaign,
        OfferEventId e,
        bool isMacro,
        Instant at
    )
    {
        if (IsEmpty)
            return null;
        List<CapSlot>? slots = null;
        Add(ref slots, (CapType.Conversion, CapLevel.Campaign, campaign.Value, e.Value), at, true);
        Add(ref slots, (CapType.Conversion, CapLevel.Offer, offer.Value, e.Value), at, true);
        if (isMacro)
            AddLevels(ref slots, CapType.Conversion, offer, contract, campaign, at, true);
        return slots?.ToArray();
    }

    /// <summary>The click caps that a click needs a place in, and the conversion caps that turn it away when they are met (cake.md 5.7).</summary>
    internal CapSlot[]? OfClick(OfferId offer, OfferContractId contract, OfferCampaignId campaign, Instant at)
    {
        if (IsEmpty)
            return null;
        List<CapSlot>? slots = null;
        AddLevels(ref slots, CapType.Click, offer, contract, campaign, at, true);
        AddLevels(ref slots, CapType.Conversion, offer, contract, campaign, at, false);
        return slots?.ToArray();
    }

    private void AddLevels(
        ref List<CapSlot>? slots,
        CapType type,
        OfferId offer,
        OfferContractId contract,
        OfferCampaignId campaign,
        Instant at,
        bool counts
    )
    {
        Add(ref slots, (type, CapLevel.Campaign, campaign.Value, 0), at, counts);
        Add(ref slots, (type, CapLevel.Contract, contract.Value, 0), at, counts);
        Add(ref slots, (type, CapLevel.Offer, offer.Value, 0), at, counts);
    }

    private void Add(ref List<CapSlot>? slots, (CapType, CapLevel, long, long) place, Instant at, bool counts)
    {
        if (!_byPlace.TryGetValue(place, out var caps))
            return;
        foreach (var cap in caps)
            if (CapPeriodRule.Of(cap, at) is { } period)
                (slots ??= []).Add(new CapSlot(cap, period, counts));
    }
}
