using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>From an arrival and today's configuration to what is to be written. No I/O: the same for a new postback and one run again.</summary>
internal sealed class PostbackDecision(ClicklessOptions options)
{
    public PostbackItem Decide(
        PostbackArrival arrival,
        PostbackRequest request,
        OfferConfiguration configuration,
        PublicIds publicIds,
        Phrase rateLimit,
        ClickMatch match
    )
    {
        var @case = new PostbackCase(arrival, request, configuration, options) { Step = "rateLimit", Match = match };
        @case.PassAs(rateLimit);
        var refusal = PostbackSteps.Run(@case);
        long? hash = request.TransactionId is { } t ? PostbackHash.OfTransaction(t) : null;
        return new PostbackItem(
            arrival,
            @case.Offer?.Id,
            refusal,
            @case.Explanation,
            refusal is null ? Draft(@case, hash, publicIds) : null
        )
        {
            Whitelisted = @case.Offer is { } offer && SenderRule.IsWhitelisted(arrival.Address, offer, configuration.Whitelist),
            TransactionHash = hash,
        };
    }

    private static ConversionDraft Draft(PostbackCase c, long? transactionHash, PublicIds publicIds)
    {
        var (offer, offerEvent, request, arrival) = (c.Offer!, c.Event!, c.Request, c.Arrival);
        return new ConversionDraft
        {
            At = c.At,
            ArrivedAt = arrival.At,
            Advertiser = c.Advertiser,
            Offer = offer.Id,
            Affiliate = c.Affiliate!.Id,
            Campaign = c.Campaign!.Id,
            Contract = c.Contract!.Id,
            Creative = c.Creative,
            Event = offerEvent.Id,
            TransactionId = request.TransactionId,
            TransactionHash = transactionHash,
            Deduplicates = request.TransactionId is not null && DeduplicatesTransactions(c),
            Key = arrival.IdempotencyKey is { } key ? PostbackHash.OfKey(offer.Id, key) : null,
            UrlHash = arrival.UrlHash,
            Price = c.Price,
            SentReceived = request.Received,
            SentPaid = request.Paid,
            Currency = offer.Currency,
            SentCurrency = SentCurrency(c),
            Pending = c.Pending,
            Caps = c.Caps,
            CapBehavior = c.Configuration.Caps.BehaviorOf(offer.Id),
            Review = c.Review,
            AutoDisposition = c.Review ? c.Campaign.AutoDisposition ?? offer.AutoDisposition : default,
            Sender = c.Sender,
            Test = c.IsTest,
            Ip = arrival.Ip,
            SubIds = c.Click is { } click ? click.SubIds : request.SubIds,
            Click = c.Click,
            OncePerSession = !offerEvent.AllowDuplicates,
            Source =
                c.Click is null ? ConversionDraft.Clickless
                : request.IsServerFormat ? ConversionDraft.OfPostback
                : ConversionDraft.OfPixel,
            Order = request.Order,
            AdvertiserValues = request.AdvertiserValues,
            HasBrowser = request.Format is PostbackFormat.Frame or PostbackFormat.Script,
            Zone = c.Configuration.Zone,
            Plan = Plan(c, publicIds),
        };
    }

    /// <summary>
    /// A clickless postback has nothing but its transaction id to be told apart by. One with a click is stored once per session anyway; the
    /// offer's option adds the transaction id (cake.md 2.8).
    /// </summary>
    private static bool DeduplicatesTransactions(PostbackCase c) =>
        c.Offer!.TransactionIdDeduplication || (c.Click is null && !c.Event!.AllowDuplicates);

    private static Currency? SentCurrency(PostbackCase c) =>
        c.Request.Currency is { } sent
        && sent != c.Offer!.Currency
        && (c.Request.Received.Sent == AmountSent.Given || c.Request.Paid.Sent == AmountSent.Given)
            ? sent
            : null;

    private static FirePlan? Plan(PostbackCase c, PublicIds publicIds) =>
        PixelsInReach.Of(c.Configuration.Pixels, c.Offer!.Id, c.Affiliate!.Id, c.Campaign!.Id, c.Event!.Id) is { } pixels
            ? new FirePlan(
                pixels,
                c.IsDefaultEvent,
                c.Published,
                c.Campaign.Status == AccountStatus.Active,
                c.Event.Name,
                c.Configuration.Zone,
                publicIds
            )
            : null;
}
