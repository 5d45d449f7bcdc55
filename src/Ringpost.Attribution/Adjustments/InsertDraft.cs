using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Adjustments;

/// <summary>What each of the conversions that are inserted by hand is; they differ in their transaction ids.</summary>
internal sealed record InsertDraft(
    Instant At,
    Offer Offer,
    OfferCampaign Campaign,
    OfferContractId Contract,
    OfferEventId Event,
    CreativeId Creative,
    long Received,
    long Paid,
    string Disposition,
    long? DispositionId,
    string? SubAffiliate,
    string? Note,
    IReadOnlyList<(long No, string? TransactionId)> Rows
)
{
    /// <summary>The caps that each needs a place in; null where there are none, and for what is not to be paid.</summary>
    public CapSlot[]? Caps { get; init; }

    /// <summary>Whether it is inserted over a cap too.</summary>
    public bool OverCaps { get; init; }

    private const int Most = 10_000;

    private static readonly TimeSpan Oldest = TimeSpan.FromDays(400);

    public ReportCell Cell => new(Offer.AdvertiserId, Offer.Id, Campaign.AffiliateId, Campaign.Id, Creative, Event, Offer.Currency);

    public MassRow ToRow(long no, string outcome, ConversionId? id) =>
        new(no, outcome, null, id, Offer.Currency.Code, 0, Received / 1_000_000m, 0, Paid / 1_000_000m, Disposition);

    public static InsertDraft Read(
        Validation validation,
        InsertConversions.Request request,
        OfferConfiguration picture,
        Disposition? unpaid,
        Instant now
    )
    {
        var at = ReadDate(validation, request.ConversionDate, picture.Zone, now);
        var rows = ReadRows(validation, request);
        var note = validation.Text("note", request.Note, 500) is { Length: > 0 } text ? text : null;
        var sub = validation.Text("subAffiliate", request.SubAffiliate, 50) is { Length: > 0 } s1 ? s1 : null;
        var payout = request.Payout is null ? (long?)null : validation.Amount("payout", request.Payout);
        var received = request.Received is null ? (long?)null : validation.Amount("received", request.Received);
        if (FindCampaign(validation, request, picture) is not { } campaign)
            return null!;

        var offer = picture.Offers[campaign.OfferId.Value];
        var eventId = request.EventId ?? picture.DefaultEvents[offer.AdvertiserId];
        if (!picture.Events.TryGetValue(eventId.Value, out var offerEvent) || offerEvent.AdvertiserId != offer.AdvertiserId)
            validation.Add("eventId", $"Event {eventId} is none of the offer's advertiser.");
        var creative = request.CreativeId ?? offer.DefaultCreativeId;
        if (!picture.Creatives.TryGetValue(creative.Value, out var known) || known.OfferId != offer.Id)
            validation.Add("creativeId", $"Creative {creative} is none of the offer's.");
        var terms = ConversionTerms.Of(picture, offer.Id, campaign.Id, eventId);
        var (ownReceived, ownPaid) = terms is { } priced ? (Plain(priced.Received), Configured(priced, received)) : (0, 0);
        var paid = payout ?? ownPaid;
        if (request.UnpaidDispositionId is > 0 && unpaid is not { Active: true })
            validation.Add("unpaidDispositionId", $"There is no disposition {request.UnpaidDispositionId} in use.");
        if (unpaid is not null && paid > 0)
            validation.Add("unpaidDispositionId", "Only conversions without a payout can have it; give 0 with a payout.");
        return new InsertDraft(
            at,
            offer,
            campaign,
            picture.ContractOf(offer, campaign).Id,
            eventId,
            creative,
            received ?? ownReceived,
            paid,
            unpaid?.Type ?? "approved",
            unpaid is { Id: > DispositionWords.LastType } named ? named.Id : null,
            sub,
            note,
            rows
        )
        {
            Caps =
                offerEvent is null || unpaid?.Type is "rejected" or "returned"
                    ? null
                    : picture.Caps.OfConversion(
                        offer.Id,
                        picture.ContractOf(offer, campaign).Id,
                        campaign.Id,
                        eventId,
                        offerEvent.Type == OfferEventType.Macro,
                        at
                    ),
            OverCaps = request.OverCaps == true,
        };
    }

    private static long Plain(Postbacks.ConfiguredPrice price) => price.IsShare ? 0 : price.Value;

    /// <summary>A share is one of what was given as received.</summary>
    private static long Configured(Postbacks.PriceTerms terms, long? received) =>
        terms.Paid.IsShare ? Postbacks.PriceRule.PaidFor(received ?? Plain(terms.Received), terms) ?? 0 : terms.Paid.Value;

    private static Instant ReadDate(Validation validation, string? text, TimeZoneInfo zone, Instant now)
    {
        Instant at = default;
        if (Rates.RateBook.TryReadDay(text?.Trim(), out var day))
            at = TimeZones.StartOfDay(day, zone);
        else if (!Instant.TryParse(text, zone, out at))
            validation.Add("conversionDate", "A date as 2026-01-31, or a time as 2026-01-31T09:30:00Z.");
        if (at != default && (at > now || at < now - Oldest))
            validation.Add("conversionDate", "Between 400 days ago and now.");
        return at;
    }

    private static List<(long, string?)> ReadRows(Validation validation, InsertConversions.Request request)
    {
        var ids = (request.TransactionIds ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (request.TotalToInsert is not ({ } total and >= 1 and <= Most))
        {
            validation.Add("totalToInsert", $"A whole number from 1 to {Most}.");
            return [];
        }

        if (ids.Length > total)
            validation.Add("transactionIds", $"{ids.Length} transaction ids for {total} conversions: there are more ids than rows.");
        if (ids.Length != ids.Distinct(StringComparer.Ordinal).Count())
            validation.Add("transactionIds", "A transaction id stands twice in the list.");
        if (ids.Any(i => i.Length > 255 || i.AsSpan().ContainsAnyInRange('\0', '\u001f')))
            validation.Add("transactionIds", "A transaction id has at most 255 characters.");
        return [.. Enumerable.Range(0, total).Select(i => ((long)i + 1, i < ids.Length ? ids[i] : null))];
    }

    private static OfferCampaign? FindCampaign(Validation validation, InsertConversions.Request request, OfferConfiguration picture)
    {
        if (request.CampaignId is { } id)
        {
            if (!picture.Campaigns.TryGetValue(id.Value, out var campaign))
                validation.Add("campaignId", $"Campaign {id} does not exist.");
            else if (request.AffiliateId is { } affiliate && campaign.AffiliateId != affiliate)
                validation.Add("affiliateId", $"Campaign {id} is of affiliate {campaign.AffiliateId}.");
            return campaign;
        }

        if (request.OfferId is { } offerId && request.AffiliateId is { } affiliateId)
        {
            if (picture.Originals.TryGetValue((offerId, affiliateId), out var original))
                return original;
            validation.Add("affiliateId", $"Offer {offerId} and affiliate {affiliateId} have no campaign.");
            return null;
        }

        validation.Add("campaignId", "Say which campaign, or offer and affiliate.");
        return null;
    }
}
