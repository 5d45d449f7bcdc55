using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>
/// Sets a conversion, found by offer, event and transaction id, to absolute amounts. What is absent stays: a void of revenue touches the payout
/// only where it says so. A repeat is one with the same Idempotency-Key; under another key even an equal one is a second entry, of 0.
/// </summary>
public sealed class AdjustConversion(Snapshot<OfferConfiguration> configuration, ChangeOneConversion changeOne)
{
    /// <param name="EventId">Or <paramref name="EventName"/>, the third-party name; neither is the advertiser's default event.</param>
    /// <param name="Effective"><c>today</c>, <c>conversionDate</c> or a date; absent is today, or the conversion's day where it was pending.</param>
    public sealed record Request(
        OfferId? OfferId,
        string? TransactionId,
        OfferEventId? EventId = null,
        string? EventName = null,
        decimal? Received = null,
        decimal? Paid = null,
        string? Effective = null,
        string? Reason = null
    );

    public async Task<Result<AdjustmentAnswer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var validation = new Validation();
        var (offerId, eventId) = Find(validation, request, await configuration.GetAsync(cancellation));
        if (string.IsNullOrWhiteSpace(request.TransactionId))
            validation.Add("transactionId", "The transaction id that names the conversion is needed.");
        if (request.Received is null && request.Paid is null)
            foreach (var side in new[] { "received", "paid" })
                validation.Add(side, "Received, paid or both: the amounts that the conversion has afterwards.");
        var change = new ConversionChange
        {
            Received = request.Received is null ? null : new(AmountMode.Set, validation.Amount("received", request.Received)),
            Paid = request.Paid is null ? null : new(AmountMode.Set, validation.Amount("paid", request.Paid)),
            KeepsZero = true,
            Effective = EffectiveDay.Read(validation, request.Effective),
            Reason = validation.Text("reason", request.Reason) is { Length: > 0 } reason ? reason : "Adjusted",
        };
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await changeOne.RunAsync(actor, WriteKeys.None, unit => FindAsync(unit, request, offerId, eventId), change, cancellation);
    }

    private static (OfferId Offer, OfferEventId Event) Find(Validation validation, Request request, OfferConfiguration picture)
    {
        if (request.OfferId is not { } offerId || !picture.Offers.TryGetValue(offerId.Value, out var offer))
        {
            validation.Add("offerId", request.OfferId is null ? "The offer is needed." : $"Offer {request.OfferId} does not exist.");
            return default;
        }

        if (request.EventId is { } eventId)
        {
            if (!picture.Events.TryGetValue(eventId.Value, out var known) || known.AdvertiserId != offer.AdvertiserId)
                validation.Add("eventId", $"Event {eventId} is none of the offer's advertiser.");
            return (offerId, eventId);
        }

        if (request.EventName is { Length: > 0 } name)
        {
            if (picture.EventsByName.TryGetValue((offer.AdvertiserId, name), out var named))
                return (offerId, named.Id);
            validation.Add("eventName", $"“{name}” is no third-party name of the offer's advertiser. Names are exact.");
            return default;
        }

        return (offerId, picture.DefaultEvents[offer.AdvertiserId]);
    }

    private static async Task<Result<ConversionId>> FindAsync(WriteUnit unit, Request request, OfferId offerId, OfferEventId eventId)
    {
        var ids = await AdjustmentsSql.FindByTransactionAsync(unit.Connection, request.TransactionId!, offerId, eventId);
        return ids.Count switch
        {
            0 => new Missing($"A conversion of offer {offerId} and event {eventId} with transaction id {request.TransactionId}"),
            1 => new ConversionId(ids[0]),
            _ => new Clash("conversion-ambiguous", "Several conversions have this offer, event and transaction id. Change each by its id."),
        };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/adjust",
            async (HttpContext http, Request request, AdjustConversion operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
