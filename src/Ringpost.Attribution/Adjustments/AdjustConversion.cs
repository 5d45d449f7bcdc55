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
/// With a sequence, as the pixel of a call sends it, the highest one stands whatever the order of arrival, and a conversion that is not there
/// yet is waited for.
/// </summary>
public sealed class AdjustConversion(Snapshot<OfferConfiguration> configuration, ChangeOneConversion changeOne)
{
    /// <param name="EventId">Or <paramref name="EventName"/>, the third-party name; neither is the advertiser's default event.</param>
    /// <param name="AdvertiserId">Whose events these are, where the offer has several buyers; absent is the offer's own.</param>
    /// <param name="Currency">Of the amounts; refused where it is not the conversion's. Absent is the conversion's.</param>
    /// <param name="Sequence">Which of the record's adjustments it is at its sender, from 1. One that is not above the last is superseded.</param>
    /// <param name="Effective"><c>today</c>, <c>conversionDate</c> or a date; absent is today, or the conversion's day where it was pending.</param>
    public sealed record Request(
        OfferId? OfferId,
        string? TransactionId,
        OfferEventId? EventId = null,
        string? EventName = null,
        decimal? Received = null,
        decimal? Paid = null,
        string? Effective = null,
        string? Reason = null,
        AdvertiserId? AdvertiserId = null,
        string? Currency = null,
        long? Sequence = null
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
            // Of a numbered one that is nothing new there is nothing to enter: a call's other side comes along unchanged each time.
            KeepsZero = request.Sequence is null,
            Effective = EffectiveDay.Read(validation, request.Effective),
            Reason = validation.Text("reason", request.Reason) is { Length: > 0 } reason ? reason : "Adjusted",
        };
        if (request.Sequence is < 1)
            validation.Add("sequence", "A whole number from 1.");
        Currency? currency = null;
        if (request.Currency is { } code)
            if (Currency.TryParse(code.Trim(), out var read))
                currency = read;
            else
                validation.Add("currency", "Three capital letters, as USD.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await changeOne.RunAsync(
            actor,
            WriteKeys.None,
            unit => FindAsync(unit, request, offerId, eventId, currency),
            change,
            cancellation,
            request.Sequence
        );
    }

    private static (OfferId Offer, OfferEventId Event) Find(Validation validation, Request request, OfferConfiguration picture)
    {
        if (request.OfferId is not { } offerId || !picture.Offers.TryGetValue(offerId.Value, out var offer))
        {
            validation.Add(
                "offerId",
                request.OfferId is null ? "The offer is needed." : Phrase.Of($"Offer {request.OfferId} does not exist.")
            );
            return default;
        }

        var advertiser = request.AdvertiserId ?? offer.AdvertiserId;
        if (!picture.Advertisers.ContainsKey(advertiser))
        {
            validation.Add("advertiserId", $"Advertiser {advertiser} does not exist.");
            return default;
        }

        var whose = advertiser == offer.AdvertiserId ? "the offer's advertiser" : Phrase.Of($"advertiser {advertiser}");
        if (request.EventId is { } eventId)
        {
            if (!picture.Events.TryGetValue(eventId.Value, out var known) || known.AdvertiserId != advertiser)
                validation.Add("eventId", $"Event {eventId} is none of {whose}.");
            return (offerId, eventId);
        }

        if (request.EventName is { Length: > 0 } name)
        {
            if (picture.EventsByName.TryGetValue((advertiser, name), out var named))
                return (offerId, named.Id);
            validation.Add("eventName", $"“{name}” is no third-party name of {whose}. Names are exact.");
            return default;
        }

        return (offerId, picture.DefaultEvents[advertiser]);
    }

    private static async Task<Result<ConversionId>> FindAsync(
        WriteUnit unit,
        Request request,
        OfferId offerId,
        OfferEventId eventId,
        Currency? currency
    )
    {
        var ids = await AdjustmentsSql.FindByTransactionAsync(unit.Connection, request.TransactionId!, offerId, eventId);
        if (
            ids.Count == 1
            && currency is { } asked
            && await AdjustmentsSql.CurrencyAsync(unit.Connection, ids[0]) is var own
            && own != asked.Code
        )
            return new Clash(
                "conversion-currency",
                $"The amounts are in {asked.Code}, the conversion is in {own}. Give campaign and offer the same currency, or change the conversion by hand."
            );
        return ids.Count switch
        {
            0 when request.Sequence is not null => new TooEarly(
                $"Offer {offerId} has no conversion of event {eventId} with transaction id {request.TransactionId} yet. Send it again later; if it stays so, the pixel that tells of the payout did not arrive."
            ),
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
