using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>How levels and states of pixels are written.</summary>
internal static class PixelWords
{
    public static string Of(PixelLevel level) =>
        level switch
        {
            PixelLevel.Campaign => "campaign",
            PixelLevel.CampaignEvent => "campaignEvent",
            PixelLevel.Affiliate => "affiliate",
            PixelLevel.Offer => "offer",
            PixelLevel.System => "system",
        };

    public static PixelLevel Level(string word)
    {
        foreach (var level in Enum.GetValues<PixelLevel>())
            if (Of(level) == word)
                return level;
        throw new InvalidOperationException($"No such level: {word}.");
    }

    public static string Of(PixelStatus status) =>
        status switch
        {
            PixelStatus.Approved => "approved",
            PixelStatus.Pending => "pending",
            PixelStatus.Declined => "declined",
        };

    public static PixelStatus Status(Validation validation, string? word, PixelStatus absent)
    {
        if (word is null)
            return absent;
        foreach (var status in Enum.GetValues<PixelStatus>())
            if (string.Equals(Of(status), word, StringComparison.OrdinalIgnoreCase))
                return status;
        validation.Add("status", "The status is approved, pending or declined.");
        return absent;
    }
}
