using Ringpost.Attribution.PixelLog;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.Postbacks;

/// <summary>The two rows that a postback leaves, column by column, for both databases. Values stand in the order of the columns.</summary>
internal static class PostbackRows
{
    public static readonly RowShape Conversions = new(
        "conversions",
        "id, pixel_log_id, at, arrived_at, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, event_id, "
            + "transaction_id:text, transaction_hash, dedup_no, key_hash, key_check, url_hash, received, paid, currency:text, sent_currency:text, "
            + "sent_received, sent_paid, awaits_received, awaits_paid, disposition:text, reason:text, source:text, sender:text, test, fired, ip:text, "
            + "s1:text, s2:text, s3:text, s4:text, s5:text, not_told:text, contract_id",
        "ON CONFLICT DO NOTHING",
        "RETURNING id"
    );

    public static readonly RowShape Log = new(
        "pixel_log",
        "id, at, method:text, ip:text, url:text, url_length, form:text, referrer:text, user_agent:text, idempotency_key:text, own_worker, offer_id, "
            + "outcome:text, conversion_id, explanation:text, whitelisted, transaction_hash"
    );

    public static void Add(IRowValues row, ConversionDraft draft, ConversionPlace place, long logId) =>
        row.Add(place.Id.Value)
            .Add(logId)
            .Add(draft.At.UnixMilliseconds)
            .Add(draft.ArrivedAt.UnixMilliseconds)
            .Add(draft.Advertiser.Value)
            .Add(draft.Offer.Value)
            .Add(draft.Affiliate.Value)
            .Add(draft.Campaign.Value)
            .Add(draft.Creative.Value)
            .Add(draft.Event.Value)
            .Add(draft.TransactionId)
            .Add(draft.TransactionHash)
            .Add(place.DedupNo)
            .Add(place.Key?.Hash)
            .Add(place.Key?.Check)
            .Add(draft.UrlHash)
            .Add(draft.Price.Received)
            .Add(draft.Price.Paid)
            .Add(draft.Currency.Code)
            .Add(draft.SentCurrency?.Code)
            .Add(draft.KeptReceived)
            .Add(draft.KeptPaid)
            .Add(draft.Price.AwaitsReceived)
            .Add(draft.Price.AwaitsPaid)
            .Add(draft.Disposition)
            .Add(draft.Pending?.ToText())
            .Add(draft.Source)
            .Add(draft.Sender.ToText())
            .Add(draft.Test)
            .Add(draft.Fires)
            .Add(draft.Ip)
            .Add(draft.SubIds?[0])
            .Add(draft.SubIds?[1])
            .Add(draft.SubIds?[2])
            .Add(draft.SubIds?[3])
            .Add(draft.SubIds?[4])
            .Add(draft.NotTold)
            .Add(draft.Contract?.Value);

    public static void Add(IRowValues row, PostbackItem item, WrittenPostback written) =>
        row.Add(written.PixelLogId)
            .Add(item.Arrival.At.UnixMilliseconds)
            .Add(item.Arrival.Method)
            .Add(item.Arrival.Ip)
            .Add(item.Arrival.Url)
            .Add(item.Arrival.UrlLength)
            .Add(item.Arrival.Form)
            .Add(item.Arrival.Referrer)
            .Add(item.Arrival.UserAgent)
            .Add(item.Arrival.IdempotencyKey)
            .Add(item.Arrival.OwnWorker)
            .Add(item.Offer?.Value)
            .Add(written.Outcome.ToText())
            .Add(written.Conversion?.Value)
            .Add(item.Explanation)
            .Add(item.Whitelisted)
            .Add(PixelLogSql.SearchHash(item, written.Outcome));
}
