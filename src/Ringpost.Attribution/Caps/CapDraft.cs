using System.Data.Common;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>Reads what a request says of a cap, and checks it against what is there (cake.md 5.6, 5.7).</summary>
internal static class CapDraft
{
    /// <summary>The place is one of offer, contract and campaign; an event may be named with an offer or a campaign.</summary>
    public static Cap Read(Validation validation, CreateCap.Request request)
    {
        var places = new (CapLevel Level, long? Id)[]
        {
            (CapLevel.Offer, request.OfferId?.Value),
            (CapLevel.Contract, request.ContractId?.Value),
            (CapLevel.Campaign, request.CampaignId?.Value),
        }
            .Where(p => p.Id is not null)
            .ToArray();
        if (places.Length != 1)
            validation.Add("offerId", "A cap stands on one of offerId, contractId and campaignId.");
        var (level, target) = places.Length == 0 ? (CapLevel.Offer, 0L) : (places[0].Level, places[0].Id ?? 0);
        if (CapWords.Read<CapType>(request.Type ?? "conversion", CapWords.Of) is not { } type)
            validation.Add("type", "The type is click or conversion.");
        else if (request.EventId is not null && (type == CapType.Click || level == CapLevel.Contract))
            validation.Add("eventId", "An event has conversion caps, at an offer or at a campaign.");
        var cap = new Cap(
            default,
            CapWords.Read<CapType>(request.Type ?? "conversion", CapWords.Of) ?? CapType.Conversion,
            level,
            target,
            default,
            request.EventId,
            CapInterval.Daily,
            null,
            null,
            null,
            false,
            default
        );
        return Settle(
            validation,
            cap,
            new UpdateCap.Request(
                request.Interval ?? "daily",
                request.Limit,
                request.Start,
                request.Zone,
                request.AlertOnly ?? request.SendAlertOnly
            )
        );
    }

    /// <summary>What may change later. A limit of −1 is none, as in CAKE.</summary>
    public static Cap Settle(Validation validation, Cap before, UpdateCap.Request request)
    {
        var interval = before.Interval;
        if (request.Interval is { } word)
        {
            if (CapWords.Read<CapInterval>(word, CapWords.Of) is { } known)
                interval = known;
            else
                validation.Add("interval", "The interval is daily, weekly, monthly, lifetime or custom.");
        }

        var limit = request.Limit.IsGiven ? request.Limit.Value : before.Limit;
        if (limit < -1)
            validation.Add("limit", "A limit is a whole number of 0 or more; −1 is none.");
        var start = request.Start.IsGiven ? request.Start.Value : before.Start;
        if (interval == CapInterval.Custom && start is null)
            validation.Add("start", "A custom cap counts from a moment on.");
        var zone = request.Zone.IsGiven ? request.Zone.Value : before.ZoneId;
        if (string.IsNullOrWhiteSpace(zone))
            zone = null;
        else if (!TimeZones.TryFind(zone, out _))
            validation.Add("zone", $"“{zone}” is no known time zone.");
        return before with
        {
            Interval = interval,
            Limit = limit < 0 ? null : limit,
            Start = interval == CapInterval.Custom ? start : null,
            ZoneId = zone,
            AlertOnly = request.AlertOnly ?? before.AlertOnly,
        };
    }

    /// <summary>The cap with the offer of its place; says by field what does not exist.</summary>
    public static async Task<Cap> PlaceAsync(DbConnection connection, Validation validation, Cap cap)
    {
        if (cap.TargetId == 0)
            return cap;
        var offerId = cap.Level switch
        {
            CapLevel.Offer => (await OffersSql.FindAsync(connection, new OfferId(cap.TargetId)))?.Id,
            CapLevel.Contract => (await ContractsSql.FindAsync(connection, new OfferContractId(cap.TargetId)))?.OfferId,
            CapLevel.Campaign => (await OfferCampaignsSql.FindAsync(connection, new OfferCampaignId(cap.TargetId)))?.OfferId,
        };
        if (offerId is not { } found)
        {
            validation.Add(CapWords.Of(cap.Level) + "Id", $"There is no {CapWords.Of(cap.Level)} {cap.TargetId}.");
            return cap;
        }

        if (cap.EventId is { } e && await OfferEventsSql.FindAsync(connection, e) is null)
            validation.Add("eventId", $"There is no event {e}.");
        return cap with { OfferId = found };
    }

    public static Invalid Taken(CapId twin) => new("interval", $"Cap {twin} already counts this in the same interval. Change that one.");
}
