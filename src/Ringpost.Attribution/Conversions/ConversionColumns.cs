using System.Globalization;
using Ringpost.Api;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>The columns of the conversions file, in the order of CAKE's own report (cake.md 9.3).</summary>
internal static class ConversionColumns
{
    /// <summary>Of who pays and what; for whoever may not see that these columns are not there.</summary>
    private static readonly string[] OfRevenue = ["Advertiser ID", "Advertiser Name", "Price Received Currency", "Received"];

    public static IReadOnlyList<CsvColumn<ConversionAnswer>> Of(TimeZoneInfo zone, Actor actor) =>
        [.. Of(zone).Where(c => actor.May(Permission.SeeRevenue) || !OfRevenue.Contains(c.Title))];

    private static IReadOnlyList<CsvColumn<ConversionAnswer>> Of(TimeZoneInfo zone) =>
        [
            new("Conversion ID", c => $"{c.Id}"),
            new($"Conversion Date ({zone.Id})", c => Local(c.At, zone)),
            new($"Click Date ({zone.Id})", c => c.Click is { } click ? Local(click.At, zone) : null),
            new(
                "Click to Conversion Time",
                c => c.Click is { } click ? ((long)(c.At - click.At).TotalSeconds).ToString(CultureInfo.InvariantCulture) : null
            ),
            new("Affiliate ID", c => $"{c.AffiliateId}"),
            new("Affiliate Name", c => c.AffiliateName),
            new("Advertiser ID", c => $"{c.AdvertiserId}"),
            new("Advertiser Name", c => c.AdvertiserName),
            new("Offer ID", c => $"{c.OfferId}"),
            new("Offer Name", c => c.OfferName),
            new("Creative", c => $"{c.CreativeId}"),
            new("Sub ID", c => c.S1),
            new("Sub ID 2", c => c.S2),
            new("Sub ID 3", c => c.S3),
            new("Sub ID 4", c => c.S4),
            new("Sub ID 5", c => c.S5),
            new("Price Paid Currency", c => c.Currency),
            new("Paid", c => Amount(c.Paid)),
            new("Price Received Currency", c => c.Currency),
            new("Received", c => Amount(c.Received)),
            new("Pixel", c => c.PixelFired ? "TRUE" : "FALSE"),
            new("Transaction ID", c => c.TransactionId),
            new("IP Address", c => c.Ip),
            new("Click IP Address", c => c.Click?.Ip),
            new("Referrer", c => c.Click?.Referrer),
            new("Click User Agent", c => c.Click?.UserAgent),
            new("Disposition", c => c.DispositionName ?? c.Disposition),
            new("Click Request Session ID", c => c.Click?.RequestSessionId),
            new("UDID", c => c.Click?.Udid),
            new("Event Name", c => c.EventName),
            new("Campaign ID", c => $"{c.OfferCampaignId}"),
            new("Event ID", c => $"{c.EventId}"),
            new("Source Type", c => SourceWord(c.Source)),
            new("Test", c => c.Test ? "TRUE" : "FALSE"),
            new("Reason", c => c.Reason),
            new("Disposition Type", c => c.Disposition),
            new("Disposition ID", c => c.DispositionId is { } named ? $"{named}" : null),
            new("Note", c => c.Note),
            new("Public ID", c => c.PublicId),
            new("Offer Contract ID", c => $"{c.ContractId}"),
            new("Offer Contract Name", c => c.ContractName),
            new("User ID", c => c.UserId),
            new("Advertiser Sub ID", c => c.As1),
            new("Advertiser Sub ID 2", c => c.As2),
            new("Advertiser Sub ID 3", c => c.As3),
            new("Advertiser Sub ID 4", c => c.As4),
            new("Advertiser Sub ID 5", c => c.As5),
            new($"Arrived ({zone.Id})", c => Local(c.ArrivedAt, zone)),
        ];

    private static string SourceWord(string source) =>
        source switch
        {
            "clicklessPostback" => "Clickless Postback",
            "postback" => "Postback",
            "pixel" => "Pixel",
            _ => source,
        };

    private static string Local(Instant at, TimeZoneInfo zone) =>
        TimeZones.InZone(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => Money.Format(Money.ToMillionths(amount));
}
