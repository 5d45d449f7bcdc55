namespace Ringpost.Reconciliation.Compare;

/// <summary>What is read of a row of calls.</summary>
internal enum CallColumn
{
    Id,
    Time,
    Caller,
    Number,
    Payout,
    Revenue,
    Currency,
    Campaign,
    Publisher,
    Paid,
    Converted,
    Connected,
    Test,

    /// <summary>Our own: a test call of a simulator counts, one from a test number does not.</summary>
    Counted,
}

/// <summary>What is read of a row of conversions.</summary>
internal enum ConversionColumn
{
    Call,
    Id,
    Time,
    Caller,
    Number,
    Paid,
    Received,
    Currency,
    Offer,
    Affiliate,
    Event,
    Status,
    Returned,
    Test,
}

/// <summary>Under which titles each thing is looked for, the likeliest first (ringba.md 10.3, cake.md 9.3, 10.4; our own files use the same).</summary>
internal static class CompareColumns
{
    public const string Calls = "calls";
    public const string Conversions = "conversions";

    public static readonly string[][] CallTitles =
    [
        ["Inbound Call ID", "inboundCallId", "tag:InboundCall:Id", "Call ID"],
        ["Call Date", "callDt", "Call Start Time", "Call Time", "Date"],
        ["Caller ID", "inboundPhoneNumber", "tag:InboundNumber:NumberE164", "tag:InboundNumber:Number", "Caller", "Caller Number"],
        ["Number", "Dialed #", "tag:DialedNumber:NumberE164", "tag:DialedNumber:Number", "Dialed Number"],
        ["Payout", "payoutAmount", "Publisher Payout"],
        ["Revenue", "conversionAmount"],
        ["Currency"],
        ["Campaign", "campaignName", "tag:Campaign:Name", "Campaign ID", "campaignId"],
        ["Publisher", "publisherName", "tag:Publisher:Name", "Publisher Sub ID", "publisherSubId", "Publisher ID", "publisherId"],
        ["Paid Out", "hasPayout"],
        ["Converted", "hasConverted"],
        ["Connected", "hasConnected"],
        ["Test", "isTest"],
        ["Counted", "isCounted"],
    ];

    public static readonly string[][] ConversionTitles =
    [
        ["Transaction ID", "transaction_id", "Order ID", "order_id", "Inbound Call ID"],
        ["Conversion ID", "event_conversion_id", "conversion_id", "Event Conversion ID"],
        ["Conversion Date", "event_conversion_date", "conversion_date", "Event Conversion Date", "Date"],
        ["Caller ID", "Caller", "Caller Number", "Phone", "Phone Number"],
        ["Dialed #", "Dialed Number", "Tracking Number"],
        ["Paid", "paid_amount", "Price Paid", "price", "Payout"],
        ["Received", "received_amount", "Price Received", "Revenue"],
        ["Price Paid Currency", "Price Received Currency", "Currency", "paid_currency_id", "received_currency_id", "currency_symbol"],
        ["Offer ID", "Site Offer ID", "site_offer_site_offer_id", "offer_offer_id", "Offer Name", "site_offer_site_offer_name", "Offer"],
        [
            "Affiliate ID",
            "Source Affiliate ID",
            "source_affiliate_source_affiliate_id",
            "affiliate_affiliate_id",
            "Affiliate Name",
            "source_affiliate_source_affiliate_name",
            "Affiliate",
        ],
        ["Event Name", "event_info_event_name", "event_name", "Event ID", "event_info_event_id"],
        [
            "Disposition Type",
            "disposition_type",
            "Disposition",
            "current_disposition",
            "current_disposition_disposition_type_disposition_type_name",
            "current_disposition_disposition_type",
            "current_disposition_disposition_name",
            "disposition_disposition_name",
            "Status",
        ],
        ["Returned"],
        ["Test"],
    ];

    /// <summary>How flags and messages call a column: <c>calls.payout</c>.</summary>
    public static string Name(string side, int column) =>
        side + "." + (side == Calls ? ((CallColumn)column).ToString() : ((ConversionColumn)column).ToString()).ToLowerInvariant();

    /// <summary>What a thing is called where it is told: <c>caller</c>.</summary>
    public static string Word(string side, int column) => Name(side, column)[(side.Length + 1)..];
}
