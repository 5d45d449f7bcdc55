using System.Text.Json;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>
/// The pixel on Adjusted by which our own tracker hears of changed amounts. It names offer, buyer and event as the pixel does that told of the
/// payout: so it finds the conversion that one made. Without I/O.
/// </summary>
internal static class AdjustedPixel
{
    /// <summary>What a postback calls offer, buyer and event, and what they are called where amounts are changed.</summary>
    private static readonly (string Parameter, string Field, bool IsText)[] Names =
    [
        ("o", "offerId", false),
        ("adv", "advertiserId", false),
        ("e", "eventId", false),
        ("en", "eventName", true),
    ];

    /// <summary>The pixel that tells our own tracker of a campaign's money; null where there is none.</summary>
    public static Pixel? Teller(CallConfiguration calls, CallCampaign campaign, Func<Uri, bool> isOwn) =>
        calls
            .Pixels.GetValueOrDefault(campaign.Id, [])
            .FirstOrDefault(p =>
                p.FireOn is PixelEvent.Payout or PixelEvent.Converted or PixelEvent.Finalized or PixelEvent.Completed
                && RenderedPixel.Of(p, campaign, null) is { } rendered
                && rendered.IsPostback
                && isOwn(rendered.Url)
            );

    public static bool IsOne(Pixel pixel, CallCampaign campaign, Func<Uri, bool> isOwn) =>
        pixel.FireOn == PixelEvent.Adjusted
        && RenderedPixel.Of(pixel, campaign, null) is { } rendered
        && isOwn(rendered.Url)
        && rendered.Url.AbsolutePath == PixelTemplates.AdjustPath;

    /// <summary>The template's body, with what the pixel names.</summary>
    public static string Body(Pixel teller)
    {
        var source = teller.Url.Source;
        var query = source[(source.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('#')[0].Split('&');
        var named = new List<string>();
        foreach (var (parameter, field, isText) in Names)
            if (
                query.FirstOrDefault(q => q.StartsWith(parameter + "=", StringComparison.OrdinalIgnoreCase)) is { } pair
                && Uri.UnescapeDataString(pair[(parameter.Length + 1)..].Replace('+', ' ')) is { Length: > 0 } value
            )
                // A token in the text is filled in later; what else stands there is one value of JSON.
                named.Add(isText ? $"  \"{field}\": \"{JsonEncodedText.Encode(value)}\"," : $"  \"{field}\": {value.Trim()},");
        var lines = PixelTemplates.AdjustBody.Split('\n').Where(l => !l.Contains("\"offerId\"", StringComparison.Ordinal)).ToList();
        lines.InsertRange(1, named);
        return string.Join('\n', lines);
    }
}
