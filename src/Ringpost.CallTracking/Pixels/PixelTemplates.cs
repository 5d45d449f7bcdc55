using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Outbox;

namespace Ringpost.CallTracking.Pixels;

/// <summary>
/// A pixel to begin with. The host and whatever is written in capitals is the person's to fill in: until then the pixel has warnings.
/// </summary>
/// <param name="Receiver">The tracker that it is for.</param>
/// <param name="Hint">What to fill in, and where it stands at the receiver.</param>
/// <param name="PerSecond">What the receiver takes of one sender in a second; null where it sets no limit that is known.</param>
public sealed record PixelTemplate(
    string Id,
    string Name,
    string Receiver,
    string Hint,
    PixelEvent FireOn,
    string Method,
    string Url,
    SuccessRule SuccessRule = SuccessRule.Status,
    string? ContentType = null,
    string? Body = null,
    string? AnswerHas = null,
    string? AnswerLacks = null,
    int? PerSecond = null,
    string? AnswerStatus = null
)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// The gallery. CAKE's are its documented URLs (cake.md 2.3, 10); the others are the forms that these receivers document in public. What a receiver
/// answers to a good request is its rule for delivered.
/// </summary>
public static class PixelTemplates
{
    // CAKE takes 8 postbacks a second of one address (cake.md 2.6).
    private const int CakePace = 8;

    private const string CakeHint =
        "Put your CAKE domain in place of the host. The campaign's Tracking ID is the offer id, the publisher's Sub ID the affiliate id.";

    /// <summary>Where a Ringpost takes changed amounts: <c>POST /api/v1/conversions/adjust</c>.</summary>
    public const string AdjustPath = "/api/v1/conversions/adjust";

    /// <summary>
    /// What it is told: the amounts that the call has now, and which of its changes this is, so that neither a repeat nor an order of arrival
    /// makes a difference.
    /// </summary>
    public const string AdjustBody = """
        {
          "offerId": [tag:Campaign:TrackingId],
          "transactionId": "[Call:InboundCallId]",
          "received": [tag:Adjustment:Revenue],
          "paid": [tag:Adjustment:Payout],
          "currency": "[tag:Adjustment:Currency]",
          "sequence": [tag:Adjustment:Sequence],
          "reason": "[tag:Adjustment:Reason]"
        }
        """;

    public static IReadOnlyList<PixelTemplate> All { get; } =
    [
        new(
            "cake-clickless",
            "CAKE, clickless: one event",
            "CAKE",
            CakeHint,
            PixelEvent.Payout,
            "GET",
            "https://tracker.example.com/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&f=pb&t=[Call:InboundCallId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]",
            SuccessRule.CakeEnvelope,
            PerSecond: CakePace
        ),
        new(
            "cake-clickless-event",
            "CAKE, clickless: one of several events",
            "CAKE",
            CakeHint + " EVENT_NAME is the event's third-party name, exactly as it stands there.",
            PixelEvent.Connected,
            "GET",
            "https://tracker.example.com/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&f=pb&t=[Call:InboundCallId]&en=YOUR_EVENT_NAME",
            SuccessRule.CakeEnvelope,
            PerSecond: CakePace
        ),
        new(
            "cake-static",
            "CAKE, clickless: a price of your own",
            "CAKE",
            CakeHint + " The prices are fixed: put yours in.",
            PixelEvent.Payout,
            "GET",
            "https://tracker.example.com/m.ashx?o=[tag:Campaign:TrackingId]&pubid=[tag:Publisher:SubId]&f=pb&t=[Call:InboundCallId]&p=YOUR_PRICE&ap=YOUR_PAYOUT",
            SuccessRule.CakeEnvelope,
            PerSecond: CakePace
        ),
        new(
            "cake-update",
            "CAKE, changed amounts",
            "CAKE",
            "Put your CAKE domain in place of the host, and your API key. The call is found by its transaction id.",
            PixelEvent.Adjusted,
            "GET",
            "https://tracker.example.com/api/4/track.asmx/UpdateConversion?api_key=YOUR_API_KEY&offer_id=[tag:Campaign:TrackingId]&conversion_id=0&request_session_id=0&transaction_id=[Call:InboundCallId]&payout=[tag:Adjustment:Payout]&add_to_existing_payout=FALSE&received=[tag:Adjustment:Revenue]&received_option=total_revenue&disposition_type=no_change&disposition_id=0&update_revshare_payout=FALSE&effective_date_option=today&custom_date=&note_to_append=[tag:Adjustment:Reason]&disallow_on_billing_status=ignore",
            AnswerHas: "<success>true</success>",
            PerSecond: CakePace
        ),
        new(
            "ringpost-adjusted",
            "Ringpost, changed amounts",
            "Ringpost",
            "Put the other Ringpost's address in place of the host, and choose a bearer credential for it that holds an API key of an administrator. Where the offer is of this instance, the campaign's Pixels tab sets it up by itself.",
            PixelEvent.Adjusted,
            "POST",
            "https://tracker.example.com" + AdjustPath,
            ContentType: "application/json",
            Body: AdjustBody
        ),
        new(
            "tune",
            "TUNE (HasOffers)",
            "TUNE",
            "The host is your network's. The transaction id must come with the call, as the URL parameter that your number's page hands over.",
            PixelEvent.Converted,
            "GET",
            "https://network.example.com/aff_lsr?transaction_id=[tag:User:transaction_id]&amount=[Call:ConversionAmount]&adv_sub=[Call:InboundCallId]",
            AnswerHas: "success=true"
        ),
        new(
            "everflow",
            "Everflow",
            "Everflow",
            "The host is your tracking domain, YOUR_NID your network's id. The transaction id must come with the call.",
            PixelEvent.Converted,
            "GET",
            "https://tracking.example.com/?nid=YOUR_NID&transaction_id=[tag:User:transaction_id]&amount=[Call:ConversionAmount]&order_id=[Call:InboundCallId]",
            AnswerLacks: "error"
        ),
        new(
            "affise",
            "Affise",
            "Affise",
            "The host is your tracking domain. The click's id must come with the call.",
            PixelEvent.Converted,
            "GET",
            "https://tracking.example.com/postback?clickid=[tag:User:clickid]&action_id=[Call:InboundCallId]&sum=[Call:ConversionAmount]&status=1",
            AnswerHas: "\"status\":1"
        ),
        new(
            "voluum",
            "Voluum",
            "Voluum",
            "The host is your tracking domain. The click's id must come with the call.",
            PixelEvent.Converted,
            "GET",
            "https://tracking.example.com/postback?cid=[tag:User:clickid]&payout=[Call:ConversionPayout]&txid=[Call:InboundCallId]"
        ),
        new(
            "redtrack",
            "RedTrack",
            "RedTrack",
            "The host is your tracking domain. The click's id must come with the call.",
            PixelEvent.Converted,
            "GET",
            "https://tracking.example.com/postback?clickid=[tag:User:clickid]&sum=[Call:ConversionPayout]&type=Call"
        ),
        new(
            "google-ads",
            "Google Ads, offline conversion",
            "Google Ads",
            "YOUR_CUSTOMER_ID and YOUR_ACTION_ID stand in Google Ads, the developer token in its API Center. Needs a credential of the kind client credentials or bearer for googleads.googleapis.com; gclid must come with the call.",
            PixelEvent.Converted,
            "POST",
            "https://googleads.googleapis.com/v17/customers/YOUR_CUSTOMER_ID:uploadClickConversions",
            ContentType: "application/json",
            Body: """
            {
              "conversions": [{
                "gclid": "[tag:Integration:googleClickId|tag:User:gclid]",
                "conversionAction": "customers/YOUR_CUSTOMER_ID/conversionActions/YOUR_ACTION_ID",
                "conversionDateTime": "[Call:EventTime]",
                "conversionValue": [Call:ConversionAmount],
                "currencyCode": "USD",
                "orderId": "[Call:InboundCallId]"
              }],
              "partialFailure": true
            }
            """,
            AnswerLacks: "partialFailureError",
            AnswerStatus: "200"
        )
        {
            Headers = new Dictionary<string, string> { ["developer-token"] = "YOUR_DEVELOPER_TOKEN" },
        },
        new(
            "meta",
            "Meta, offline conversion",
            "Meta",
            "YOUR_DATASET_ID and the access token stand in Events Manager; make a bearer credential for graph.facebook.com of the token. fbclid must come with the call.",
            PixelEvent.Converted,
            "POST",
            "https://graph.facebook.com/v20.0/YOUR_DATASET_ID/events",
            ContentType: "application/json",
            Body: """
            {
              "data": [{
                "event_name": "Purchase",
                "event_time": [Call:CallConnectedTimestamp],
                "event_id": "[Call:InboundCallId]",
                "action_source": "phone_call",
                "user_data": { "fbc": "[tag:Integration:facebookClickId|tag:User:fbc]" },
                "custom_data": { "currency": "USD", "value": [Call:ConversionAmount] }
              }]
            }
            """,
            AnswerHas: "events_received",
            AnswerStatus: "200"
        ),
        new(
            "slack",
            "Slack, a message",
            "Slack",
            "The URL is the one that Slack shows for the incoming webhook.",
            PixelEvent.Converted,
            "POST",
            "https://hooks.slack.com/services/YOUR_WEBHOOK",
            ContentType: "application/json",
            Body: """{"text": "[tag:Campaign:Name]: a call of [tag:Publisher:Name] converted for [Call:ConversionAmount]."}""",
            AnswerHas: "ok",
            AnswerStatus: "200"
        ),
        new(
            "json",
            "Any receiver, JSON",
            "JSON",
            "Put the receiver's URL in. A signature lets it know that the request is from here.",
            PixelEvent.Finalized,
            "POST",
            "https://receiver.example.com/calls",
            ContentType: "application/json",
            Body: """
            {
              "id": "[Call:InboundCallId]",
              "at": "[Call:EventTime]",
              "campaign": "[tag:Campaign:Name]",
              "publisher": "[tag:Publisher:SubId]",
              "buyer": "[tag:Buyer:SubId]",
              "seconds": [tag:CallLength:FromConnect],
              "revenue": [Call:ConversionAmount],
              "payout": [Call:ConversionPayout]
            }
            """
        ),
    ];
}
