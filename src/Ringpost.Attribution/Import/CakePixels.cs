using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;

namespace Ringpost.Attribution.Import;

/// <summary>Pixel HTML and postback URL of a level, as part of its owner's line (cake.md 7.1).</summary>
internal static class CakePixels
{
    private static readonly string[] Url = ["postback_url", "pixel_info_postback_url", "postback"];

    private static readonly string[] Html = ["pixel_html", "pixel_info_pixel_html"];

    private static readonly Dictionary<string, string> Statuses = new()
    {
        ["approved"] = "approved",
        ["pending"] = "pending",
        ["declined"] = "declined",
        ["rejected"] = "declined",
    };

    public static void Read(CakeRow row, CakeContext context, string level, long owner, long offerEvent)
    {
        var url = row.Text(PostbackUrlRule.Longest, Url);
        var html = row.Text(20_000, Html);
        var delay = row.Whole(0, 30 * 86_400_000L, "postback_delay_ms", "postback_url_ms_delay", "pixel_info_postback_delay_ms") ?? 0;
        var fireGlobal = row.Bit(true, "fire_global_pixel");
        var fireNonPaid = row.Bit(false, "fire_pixel_on_non_paid_conversions");
        var useDefault = row.Bit(false, "use_campaign_default_pixel");
        var status = row.Word(Statuses, "approved", "pixel_status", "pixel_info_pixel_status");
        row.NotBuilt("A hash of the key", "hash_type", "unique_key_hash", "unique_key_hash_type", "pixel_info_hash_type");
        if (
            url is not null
            && (PostbackUrlRule.Fault(url) ?? PixelTokens.Fault(new PixelPlace(PixelWords.Level(level), owner, offerEvent), url))
                is { } fault
        )
            row.Error(Url, fault);
        if (url is null && html is null && fireGlobal == 1 && fireNonPaid == 0 && useDefault == 0)
            return;
        var record = new ImportRecord("affiliate_pixels", row.File, row.Number) { IsPart = true };
        record.Key["level"] = level;
        record.Key["owner_id"] = owner;
        record.Key["event_id"] = offerEvent;
        record.Values["postback_url"] = url;
        record.Values["delay_ms"] = delay;
        record.Values["html"] = html;
        record.Values["status"] = status;
        record.Values["use_campaign_default"] = useDefault;
        record.Values["fire_global"] = fireGlobal;
        record.Values["fire_non_paid"] = fireNonPaid;
        record.OnlyNew["auto_approve"] = row.Bit(false, "auto_approve_pixels");
        record.OnlyNew["placed_at"] = context.Now.UnixMilliseconds;
        context.Book.Add(record);
    }
}
