namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The HTML pixels that go into the answer to a browser (cake.md 7.1): the affiliate's first, then the offer's and the instance's.</summary>
internal static class AffiliatePixels
{
    /// <summary>Rendered; empty where nothing is to be emitted. For a duplicate of a stored conversion as well (Postback Fallback, cake.md 2.8).</summary>
    public static IReadOnlyList<string> ListHtml(FireDecision fire, ToldConversion told)
    {
        if (!fire.FiresAny)
            return [];
        var html = new List<string>(3);
        foreach (var pixel in (AffiliatePixel?[])[fire.ForAffiliate, fire.Offer, fire.System])
            if (pixel?.Html is { } text)
                html.Add(PixelTokens.Render(text, pixel.Place, told));
        return html;
    }
}
