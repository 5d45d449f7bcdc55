using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>Why an affiliate was not told of a conversion (cake.md 7.1).</summary>
public enum FireReason
{
    /// <summary>Neither campaign nor affiliate has a pixel for it; stored as nothing.</summary>
    NoPixel,

    Test,
    Unpublished,
    NotPaid,
    CampaignInactive,

    /// <summary>The event has no pixel of its own and does not use the campaign's.</summary>
    NoEventPixel,

    /// <summary>Only the affiliate's general pixel would fire, and a switch of the affiliate or the offer keeps it back.</summary>
    GlobalOff,

    PixelPending,
    PixelDeclined,

    /// <summary>There is only HTML, and a server sent the conversion: no browser could be given it.</summary>
    HtmlOnly,

    /// <summary>Held back until the sender is believed; then told once.</summary>
    UnverifiedSender,

    /// <summary>Held back until the amount is sent.</summary>
    AmountNotSent,

    /// <summary>Held back until the currency has a rate.</summary>
    NoRate,
}

public static class FireReasons
{
    /// <summary>As the column and the API spell it; null where nothing is stored.</summary>
    public static string? Word(this FireReason reason) =>
        reason switch
        {
            FireReason.NoPixel => null,
            FireReason.Test => "test",
            FireReason.Unpublished => "unpublished",
            FireReason.NotPaid => "notPaid",
            FireReason.CampaignInactive => "campaignInactive",
            FireReason.NoEventPixel => "noEventPixel",
            FireReason.GlobalOff => "globalOff",
            FireReason.PixelPending => "pixelPending",
            FireReason.PixelDeclined => "pixelDeclined",
            FireReason.HtmlOnly => "htmlOnly",
            FireReason.UnverifiedSender => "unverifiedSender",
            FireReason.AmountNotSent => "amountNotSent",
            FireReason.NoRate => "noRate",
        };

    public static FireReason FromStored(string? word)
    {
        foreach (var reason in Enum.GetValues<FireReason>())
            if (reason.Word() == word)
                return reason;
        throw new InvalidOperationException($"No such reason: {word}.");
    }

    /// <summary>The rest of the sentence "Not told, because …".</summary>
    public static Phrase Because(this FireReason reason) =>
        reason switch
        {
            FireReason.NoPixel => "neither the campaign nor the affiliate has a postback URL for this event",
            FireReason.Test => "it is a test",
            FireReason.Unpublished => "the event is not published to affiliates",
            FireReason.NotPaid => "it pays the affiliate nothing, and the offer does not fire for what is not paid",
            FireReason.CampaignInactive => "the campaign is not active",
            FireReason.NoEventPixel => "this event has no postback URL of its own and does not use the campaign's",
            FireReason.GlobalOff => "the affiliate's general postback URL is switched off, at the affiliate or at the offer",
            FireReason.PixelPending => "the affiliate's postback URL waits for approval",
            FireReason.PixelDeclined => "the affiliate's postback URL was declined",
            FireReason.HtmlOnly => "there is only an HTML pixel, and a server sent the conversion: no browser could be given it",
            FireReason.UnverifiedSender => "the sender is not believed yet; it is told once the conversion is approved",
            FireReason.AmountNotSent => "its amount was not sent yet; it is told once the amount arrives",
            FireReason.NoRate => "its currency has no rate yet; it is told once the conversion is approved",
        };
}
