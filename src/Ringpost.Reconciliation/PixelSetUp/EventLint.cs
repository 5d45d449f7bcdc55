using System.Globalization;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>
/// Of a pixel that is tried without a call: whether its URL names an event that any advertiser of our own tracker has. Which advertiser is
/// meant depends on the call; an event that nobody has is wrong for all. Without I/O.
/// </summary>
public static class EventLint
{
    public static IReadOnlyList<Phrase> Of(OfferConfiguration offers, Pixel pixel, Func<Uri, bool> isOwn)
    {
        if (RenderedPixel.Of(pixel, null, null) is not { IsPostback: true } rendered || !isOwn(rendered.Url))
            return [];
        if (rendered["e"] is { Length: > 0 } id and not RenderedPixel.Unknown)
            return
                long.TryParse(id.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var known) && offers.Events.ContainsKey(known)
                ? []
                : [Phrase.Of($"Our tracker has no event {id}.")];
        if (rendered["en"] is not { Length: > 0 } name || name == RenderedPixel.Unknown)
            return [];
        var names = offers.Events.Values.Select(e => e.ThirdPartyName).OfType<string>().ToArray();
        if (names.Contains(name, StringComparer.Ordinal))
            return [];
        var near = Array.Find(names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return
        [
            near is null
                ? Phrase.Of($"Our tracker has no event with the third-party name {name}. Enter it on the advertiser's Events tab.")
                : Phrase.Of($"Our tracker has no event with the third-party name {name}. Names are exact: write {near}."),
        ];
    }
}
