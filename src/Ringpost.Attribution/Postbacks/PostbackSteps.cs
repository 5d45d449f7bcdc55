using System.Globalization;
using Ringpost.Attribution.BrowserPixels;
using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Rates;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>A named step: passes on (null) or stops with an outcome, and leaves a line of explanation either way.</summary>
internal sealed record PostbackStep(string Name, Func<PostbackCase, PostbackOutcome?> Run);

/// <summary>
/// The road of a postback after the rate limit: 1 read, 2 clickless, 3 offer, 4 event, 5 affiliate, 6 campaign, 7 time, 8 sender,
/// 9 whitelist, 10 price, 11 disposition, 12 caps; then the write decides over duplicates (cake.md 2.6, 2.7).
/// </summary>
internal static class PostbackSteps
{
    public static readonly PostbackStep[] All =
    [
        new("read", Read),
        new("clickless", Clickless),
        new("offer", FindOffer),
        new("advertiser", BuyerStep.Run),
        new("event", FindEvent),
        new("click", FindClick),
        new("affiliate", FindAffiliate),
        new("campaign", FindCampaign),
        new("time", PlaceInTime),
        new("sender", JudgeSender),
        new("whitelist", CheckWhitelistOnly),
        new("price", DecidePrice),
        new("disposition", DecideDisposition),
        new("caps", FindCaps),
    ];

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Oldest = TimeSpan.FromDays(400);

    /// <summary>Runs the steps; null means that the conversion is to be written.</summary>
    public static PostbackOutcome? Run(PostbackCase @case)
    {
        foreach (var step in All)
        {
            @case.Step = step.Name;
            if (step.Run(@case) is { } outcome)
                return outcome;
        }

        return null;
    }

    private static PostbackOutcome? Read(PostbackCase c) =>
        c.Request.Malformed is { } detail ? c.Stop(PostbackOutcome.Malformed, detail)
        : c.Arrival.IdempotencyKey is { Length: > PostbackParser.LongestText }
            ? c.Stop(PostbackOutcome.Malformed, $"The Idempotency-Key is longer than {PostbackParser.LongestText} characters.")
        : c.Pass("All parameters could be read.");

    private static PostbackOutcome? Clickless(PostbackCase c)
    {
        if (c.Request.Path == PostbackPath.P)
            return c.Pass(IsClickless(c) ? "Taken for a clickless postback: f=pb with o and a." : "Not a clickless postback.");
        return c.Configuration.ClicklessEnabled
            ? c.Pass("Clickless postbacks are switched on.")
            : c.Stop(PostbackOutcome.ClicklessDisabled, "Clickless postbacks are switched off for this instance.");
    }

    /// <summary>On <c>/p.ashx</c>, <c>a</c> names the affiliate only where the postback can't mean a click (cake.md 2.3 rule 3).</summary>
    private static bool IsClickless(PostbackCase c) =>
        c.Request.Path == PostbackPath.M
        || (
            c.Options.AllowOnPAshx
            && c.Configuration.ClicklessEnabled
            && c.Request is { IsServerFormat: true, Offer: not null, A: not null }
        );

    private static PostbackOutcome? FindOffer(PostbackCase c)
    {
        if (ClickSteps.OfferOf(c, out var refusal) is not { } id)
            return refusal;
        if (!c.Configuration.Offers.TryGetValue(id, out var offer))
            return c.Stop(PostbackOutcome.InvalidOffer, $"There is no offer {id}.");
        c.Offer = offer;
        return offer.Status == OfferStatus.Inactive
            ? c.Stop(PostbackOutcome.OfferInactive, $"Offer {id}, {offer.Name}, is inactive.")
            : c.Pass($"Offer {id}, {offer.Name}.");
    }

    private static PostbackOutcome? FindEvent(PostbackCase c)
    {
        var (offer, request) = (c.Offer!, c.Request);
        var configuration = c.Configuration;
        OfferEvent? found;
        Phrase named;
        if (request.EventUnreadable)
        {
            return c.Stop(PostbackOutcome.InvalidEvent, "e is not a number: no event has that id.");
        }
        else if (request.Event is { } id)
        {
            named = Phrase.Of($"Event {id}");
            configuration.Events.TryGetValue(id, out found);
        }
        else if (request.EventName is { } name)
        {
            named = "The event named in en";
            configuration.EventsByName.TryGetValue((c.Advertiser, name), out found);
        }
        else if (request.NamesEvent)
        {
            return c.Stop(PostbackOutcome.InvalidEvent, "e or en is there without a value; the default event is not taken for it.");
        }
        else
        {
            named = "The default event";
            found = configuration.DefaultEvents.TryGetValue(c.Advertiser, out var standard)
                ? configuration.Events.GetValueOrDefault(standard.Value)
                : null;
        }

        if (found is null)
            return c.Stop(
                PostbackOutcome.InvalidEvent,
                c.Buyer is null
                    ? Phrase.Of($"{named} is not known to the offer's advertiser {c.Advertiser}.")
                    : Phrase.Of($"{named} is not known to advertiser {c.Advertiser}.")
            );
        if (found.AdvertiserId != c.Advertiser)
            return c.Stop(
                PostbackOutcome.InvalidEvent,
                $"{named} belongs to advertiser {found.AdvertiserId}, this conversion to {c.Advertiser}."
            );
        c.Event = found;
        c.IsDefaultEvent = configuration.DefaultEvents.TryGetValue(c.Advertiser, out var defaultId) && defaultId == found.Id;
        c.OfferSetting = configuration.OfferEventSettings.GetValueOrDefault((found.Id, offer.Id));
        if (!found.Active)
            return c.Stop(PostbackOutcome.InvalidEvent, $"Event {found.Id}, {found.Name}, is switched off.");
        if (c.OfferSetting?.Active == false)
            return c.Stop(PostbackOutcome.InvalidEvent, $"Event {found.Id}, {found.Name}, is switched off at the offer.");
        return c.Pass($"Event {found.Id}, {found.Name}.");
    }

    private static PostbackOutcome? FindClick(PostbackCase c) => ClickSteps.FindClick(c, IsClickless(c));

    private static PostbackOutcome? FindAffiliate(PostbackCase c)
    {
        if (c.Click is { } click)
            return ClickSteps.FindAffiliate(c, click);
        if ((c.Request.Path == PostbackPath.P ? c.Request.A : c.Request.Affiliate) is not { } id)
            return c.Stop(PostbackOutcome.InvalidAffiliate, "pubid is not given.");
        if (!c.Configuration.Affiliates.TryGetValue(id, out var affiliate))
            return c.Stop(PostbackOutcome.InvalidAffiliate, $"There is no affiliate {id}.");
        c.Affiliate = affiliate;
        return affiliate.Status == AccountStatus.Active
            ? c.Pass($"Affiliate {id}, {affiliate.Name}.")
            : c.Stop(PostbackOutcome.InvalidAffiliate, $"Affiliate {id}, {affiliate.Name}, is not active.");
    }

    private static PostbackOutcome? FindCampaign(PostbackCase c)
    {
        if (c.Click is { } click)
            return ClickSteps.FindCampaign(c, click);
        var (offer, affiliate, offerEvent) = (c.Offer!, c.Affiliate!, c.Event!);
        OfferCampaign? campaign;
        if (c.Request.Campaign is { } id)
        {
            if (
                !c.Configuration.Campaigns.TryGetValue(id, out campaign)
                || campaign.OfferId != offer.Id
                || campaign.AffiliateId != affiliate.Id
            )
                return c.Stop(PostbackOutcome.InvalidCampaign, $"Campaign {id} is none of offer {offer.Id} and affiliate {affiliate.Id}.");
        }
        else if (!c.Configuration.Originals.TryGetValue((offer.Id, affiliate.Id), out campaign))
        {
            return c.Stop(PostbackOutcome.InvalidCampaign, $"Offer {offer.Id} and affiliate {affiliate.Id} have no campaign.");
        }

        c.Campaign = campaign;
        c.Contract = c.Configuration.ContractOf(offer, campaign);
        if (campaign.Status != AccountStatus.Active)
            return c.Stop(PostbackOutcome.InvalidCampaign, $"Campaign {campaign.Id} is not active.");
        c.CampaignSetting = c.Configuration.CampaignEventSettings.GetValueOrDefault((offerEvent.Id, campaign.Id));
        if (c.CampaignSetting?.Active == false)
            return c.Stop(
                PostbackOutcome.InvalidEvent,
                $"Event {offerEvent.Id}, {offerEvent.Name}, is switched off at campaign {campaign.Id}."
            );
        var asked = c.Request.Creative;
        c.Creative =
            asked is { } creative && c.Configuration.Creatives.TryGetValue(creative, out var known) && known.OfferId == offer.Id
                ? new CreativeId(creative)
                : offer.DefaultCreativeId;
        return asked is null || asked == c.Creative.Value
            ? c.Pass($"Campaign {campaign.Id}, creative {c.Creative}.")
            : c.Pass($"Campaign {campaign.Id}. Creative {asked} is none of the offer; taken is its default {c.Creative}.");
    }

    private static PostbackOutcome? PlaceInTime(PostbackCase c)
    {
        c.At = c.Arrival.At;
        if (c.Request.At is not { } said)
            return ClickSteps.TooFast(c) ?? c.Pass("No dt: the time of arrival.");
        if (said > c.Arrival.At + Ahead)
            return c.Stop(PostbackOutcome.TimeOutOfRange, $"dt {said} is more than 5 minutes ahead.");
        if (said < c.Arrival.At - Oldest)
            return c.Stop(PostbackOutcome.TimeOutOfRange, $"dt {said} is more than 400 days ago.");
        c.At = said;
        return ClickSteps.TooFast(c) ?? c.Pass($"dt {said}.");
    }

    private static PostbackOutcome? JudgeSender(PostbackCase c)
    {
        c.Sender = SenderRule.Decide(c.Arrival, c.Request.Token, c.Offer!, c.Configuration);
        if (c.Sender == PostbackSender.Unknown && PixelKeyRule.IsKey(c.Request.Token, c.Offer!, c.Event!.Id))
            c.Sender = PostbackSender.PixelKey;
        return c.Sender switch
        {
            PostbackSender.OwnWorker => c.Pass("Signed by our own delivery worker."),
            PostbackSender.Whitelisted => c.Pass("From a whitelisted address of the advertiser."),
            PostbackSender.Token => c.Pass("Carries the offer's token."),
            PostbackSender.PixelKey => JudgePixelKey(c),
            PostbackSender.Unknown => c.Hold(
                c.Request.Token is not null ? "k is not the offer's token, and the address is not whitelisted: not believed."
                : c.Request.Format == PostbackFormat.Envelope ? "Neither a whitelisted address nor the offer's token k: not believed."
                : "A visitor's browser sent it, without the key k of the offer's browser pixels: not believed."
            ),
        };
    }

    private static PostbackOutcome? JudgePixelKey(PostbackCase c)
    {
        var namesMore =
            c.Request.Received.Sent != AmountSent.Absent
            || c.Request.Paid.Sent != AmountSent.Absent
            || c.Request.At is not null
            || c.Buyer is not null;
        if (PixelKeyRule.Doubt(namesMore, c.Event!.AllowDuplicates, c.Click is not null) is not { } doubt)
            return c.Pass("Carries the key of the event's browser pixel; its click may bring this once, at the configured price.");
        c.Sender = PostbackSender.Unknown;
        return c.Hold(doubt);
    }

    private static PostbackOutcome? CheckWhitelistOnly(PostbackCase c)
    {
        if (!c.Offer!.WhitelistOnly)
            return c.Pass("The offer takes conversions from any address.");
        return c.Sender is PostbackSender.Whitelisted or PostbackSender.OwnWorker
            ? c.Pass("The offer takes conversions from whitelisted addresses only; this is one.")
            : c.Stop(PostbackOutcome.IpNotWhitelisted, "The offer takes conversions from whitelisted addresses only.");
    }

    private static PostbackOutcome? DecidePrice(PostbackCase c)
    {
        c.Published = c.CampaignSetting?.Publish ?? c.OfferSetting?.Publish ?? c.Event!.Publish;
        var offer = c.Offer!;
        var sent = c.Request.Currency is { } named && named != offer.Currency ? named : (Currency?)null;
        var rate = sent is { } foreign ? c.Configuration.Rates.Between(foreign, offer.Currency, c.Day) : 1;
        if (!PriceRule.Fits(c.Request.Received, rate) || !PriceRule.Fits(c.Request.Paid, rate))
            return c.Stop(PostbackOutcome.Malformed, $"The amount in {sent} is more than {Money.Largest:0} {offer.Currency}.");
        var terms = PriceTermsRule.Decide(c.Contract!, c.Campaign!, c.Event!, c.IsDefaultEvent, c.OfferSetting, c.CampaignSetting);
        c.Price = PriceRule.Decide(c.Request.Received, c.Request.Paid, rate, terms, c.Published);
        if (sent is { } other)
            return rate is { } known
                ? c.Pass(
                    $"Received {Money.Format(c.Price.Received)} from {c.Price.ReceivedFrom}; paid {Money.Format(c.Price.Paid)} from {c.Price.PaidFrom}; {offer.Currency}. 1 {other} is {RateText(known)} {offer.Currency} on {RateBook.Text(c.Day)}."
                )
                : c.Pass(
                    $"Received {Money.Format(c.Price.Received)} from {c.Price.ReceivedFrom}; paid {Money.Format(c.Price.Paid)} from {c.Price.PaidFrom}; {offer.Currency}. There is no rate between {other} and {offer.Currency} of {RateBook.Text(c.Day)}."
                );
        return c.Pass(
            $"Received {Money.Format(c.Price.Received)} from {c.Price.ReceivedFrom}; paid {Money.Format(c.Price.Paid)} from {c.Price.PaidFrom}; {offer.Currency}."
        );
    }

    private static string RateText(decimal rate) => rate.ToString("0.##########", CultureInfo.InvariantCulture);

    private static PostbackOutcome? DecideDisposition(PostbackCase c)
    {
        c.Review = c.Campaign!.Review || c.Affiliate!.Review;
        c.Pending =
            c.Sender == PostbackSender.Unknown ? PendingReason.UnverifiedSender
            : c.Price.AwaitsReceived || c.Price.AwaitsPaid ? PendingReason.AmountNotSent
            : c.Price.NoRate ? PendingReason.NoRate
            : c.Review ? PendingReason.Review
            : null;
        return c.Pending is not { } reason
            ? c.Pass("Approved.")
            : c.Hold(
                reason switch
                {
                    PendingReason.UnverifiedSender => "Pending: UNVERIFIED SENDER.",
                    PendingReason.AmountNotSent => "Pending: AMOUNT NOT SENT.",
                    PendingReason.NoRate => "Pending: NO RATE.",
                    PendingReason.Review => "Pending: REVIEW.",
                }
            );
    }

    /// <summary>Whether there is a place left only the write can tell; it explains what it found.</summary>
    private static PostbackOutcome? FindCaps(PostbackCase c)
    {
        var isMacro = c.Event!.Type == OfferEventType.Macro;
        if (c.Configuration.Caps.OfConversion(c.Offer!.Id, c.Contract!.Id, c.Campaign!.Id, c.Event.Id, isMacro, c.At) is not { } caps)
            return null;
        if (c.IsTest)
            return c.Pass("A test takes no place in a cap.");
        if (c.Pending == PendingReason.UnverifiedSender)
            return c.Pass("It takes its place in the caps once its sender is believed.");
        c.Caps = caps;
        return null;
    }

    public static string ToText(this PendingReason reason) =>
        reason switch
        {
            PendingReason.UnverifiedSender => "UNVERIFIED SENDER",
            PendingReason.AmountNotSent => "AMOUNT NOT SENT",
            PendingReason.NoRate => "NO RATE",
            PendingReason.Review => "REVIEW",
        };

    public static string ToText(this PostbackSender sender) =>
        sender switch
        {
            PostbackSender.Unknown => "unknown",
            PostbackSender.Whitelisted => "whitelisted",
            PostbackSender.Token => "token",
            PostbackSender.OwnWorker => "ownWorker",
            PostbackSender.PixelKey => "pixelKey",
        };
}
