using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>Says what about a pixel will probably not do what was meant. Nothing here forbids it: other receivers have other needs.</summary>
internal static class PixelWarnings
{
    public static PixelSetting Add(PixelSetting pixel, PixelSurroundings around) => pixel with { Warnings = [.. Of(pixel, around)] };

    private static IEnumerable<Phrase> Of(PixelSetting pixel, PixelSurroundings around)
    {
        var parsed = pixel.Parse();
        var tokens = parsed.Tokens.DistinctBy(t => t.Key).ToArray();
        foreach (var token in tokens)
        {
            if (TokenCatalogue.Find(token) is not { } known)
            {
                if (!around.OwnTokens.Contains(token.Key))
                    yield return $"[{token.Text}] is not a token of a call; it is sent empty unless a call brings it along. If calls do, declare it under URL parameters.";
            }
            else if (!known.KnownAt.Contains(pixel.FireOn))
                yield return $"[{token.Text}] is not known yet at {pixel.FireOn}; it is sent empty. It is known at {string.Join(", ", known.KnownAt)}.";
        }

        foreach (var condition in pixel.Filters.Rules.SelectMany(rule => rule.AnyOf).DistinctBy(condition => condition.Key))
            if (TokenCatalogue.Find(condition.Key) is { } known && !known.KnownAt.Contains(pixel.FireOn))
                yield return $"The filter asks for {condition.Tag}, which is not known yet at {pixel.FireOn}. It is known at {string.Join(", ", known.KnownAt)}.";

        foreach (var doubt in PixelLint.Of(parsed, around.Publishers))
            yield return doubt;
        foreach (var missing in PixelIds.Of(pixel))
            yield return missing;
        if (pixel.SuccessRule != SuccessRule.CakeEnvelope)
            yield break;
        if (!HasToken(tokens, "Call:InboundCallId"))
            yield return "The URL carries no transaction id. Add t=[Call:InboundCallId], or a repeated delivery may count twice.";
    }

    private static bool HasToken(TokenReference[] tokens, string text) =>
        Array.Exists(tokens, t => TokenCatalogue.Find(t) is { } known && known.Text == text);
}
