using Ringpost.Attribution.Affiliates;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>What a request makes of the pixel of a place, and all that is wrong with it.</summary>
internal static class PixelRequestRule
{
    public const int LongestHtml = 8000;

    /// <summary>A week: longer is no delay any more.</summary>
    public const int LongestDelayMs = 7 * 24 * 3600 * 1000;

    public static AffiliatePixel Apply(Validation validation, AffiliatePixel before, SetAffiliatePixel.Request request, Instant now)
    {
        var place = before.Place;
        Only(
            validation,
            "useCampaignDefaultPixel",
            request.UseCampaignDefaultPixel,
            place.Level == PixelLevel.CampaignEvent,
            "an event of a campaign"
        );
        Only(
            validation,
            "fireGlobalPixel",
            request.FireGlobalPixel,
            place.Level is PixelLevel.Affiliate or PixelLevel.Offer,
            "an affiliate or an offer"
        );
        Only(
            validation,
            "firePixelOnNonPaidConversions",
            request.FirePixelOnNonPaidConversions,
            place.Level == PixelLevel.Offer,
            "an offer"
        );
        Only(validation, "autoApprovePixels", request.AutoApprovePixels, place.Level == PixelLevel.Affiliate, "an affiliate");
        if (request.Status is not null && !place.IsAffiliates)
            validation.Add("status", "What the network fires for itself needs no approval.");
        var delay = request.PostbackDelayMs ?? before.DelayMs;
        if (delay is < 0 or > LongestDelayMs)
            validation.Add("postbackDelayMs", $"A whole number of milliseconds from 0 to {LongestDelayMs}, which is a week.");
        var after = before with
        {
            PostbackUrl = request.PostbackUrl.IsGiven
                ? PostbackUrlRule.ReadPixel(validation, "postbackUrl", request.PostbackUrl.Value, place)
                : before.PostbackUrl,
            Html = request.PixelHtml.IsGiven ? Html(validation, place, request.PixelHtml.Value) : before.Html,
            DelayMs = delay,
            UseCampaignDefault = request.UseCampaignDefaultPixel ?? before.UseCampaignDefault,
            FireGlobal = request.FireGlobalPixel ?? before.FireGlobal,
            FireNonPaid = request.FirePixelOnNonPaidConversions ?? before.FireNonPaid,
            AutoApprove = request.AutoApprovePixels ?? before.AutoApprove,
        };
        var isNew = after.PostbackUrl != before.PostbackUrl || after.Html != before.Html;
        return after with
        {
            Status = PixelWords.Status(validation, request.Status, isNew ? PixelStatus.Approved : before.Status),
            PlacedAt = isNew ? now : before.PlacedAt,
        };
    }

    /// <summary>HTML as somebody typed it; null for none.</summary>
    public static string? Html(Validation validation, PixelPlace place, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var html = value.Trim();
        if (html.Length > LongestHtml)
            validation.Add("pixelHtml", $"At most {LongestHtml} characters.");
        if (html.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            validation.Add("pixelHtml", "Control characters are not allowed.");
        if (PixelTokens.Fault(place, html) is { } secret)
            validation.Add("pixelHtml", secret);
        return html;
    }

    private static void Only(Validation validation, string field, bool? value, bool isHere, Phrase where)
    {
        if (value is not null && !isHere)
            validation.Add(field, $"Only {where} has this switch.");
    }
}
