using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.TestCalls;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Queues what a call's pixels send, rendered in the transaction of the event that fires them (architecture 4.5).</summary>
internal static class CallPixels
{
    /// <summary>
    /// Fires each pixel of the call's campaign that listens to <paramref name="pixelEvent"/>, at most once per call. One whose filter the
    /// call does not pass is stored as skipped, with the rule that stopped it (ringba.md 5.3). A connection after the first fires those that
    /// ask for each.
    /// </summary>
    public static async Task FireAsync(
        WriteUnit unit,
        Outbox outbox,
        CallRecord call,
        CallConfiguration configuration,
        PixelEvent pixelEvent,
        Instant at,
        Instant notBefore,
        CallAdjustment? adjustment = null,
        string reconnection = ""
    )
    {
        if (!configuration.Pixels.TryGetValue(call.CampaignId, out var attached))
            return;
        CallTokens? tokens = null;
        foreach (var pixel in attached)
        {
            if (pixel.FireOn != pixelEvent || (reconnection.Length > 0 && !pixel.EachConnection))
                continue;
            tokens ??= new CallTokens(call, configuration, at, call.Tags ?? CallTokens.NoTags) { Adjustment = adjustment };
            if (call.Tags is null && KeysOf(pixel).Any(key => !CallTokens.IsKnown(key)))
                tokens = tokens with { Tags = call.Tags = await CallTagsSql.ListAsync(unit.Connection, call.Id) };
            var draft = Render(pixel, tokens, notBefore);
            if (reconnection.Length > 0)
                draft = draft with { Occasion = reconnection };
            if (pixel.Publishers.Count > 0 && (call.PublisherId is not { } publisher || !pixel.Publishers.Contains(publisher)))
                await outbox.EnqueueSkippedAsync(unit, draft, OtherPublisher(pixel, configuration));
            else if (!pixel.Filters.IsNone && pixel.Filters.FirstUnmet(tokens.Lookup()) is { } unmet)
                await outbox.EnqueueSkippedAsync(unit, draft, $"Skipped by its filter, which asks: {FilterSentences.Of(unmet)}.");
            else if (!call.Uncounted)
                await outbox.EnqueueAsync(unit, draft);
            else if (configuration.Tests.Settings.Pixels == TestPixels.Send)
                await outbox.EnqueueAsync(unit, draft with { Url = TestPixelMark.On(draft.Url) });
            else
                await outbox.EnqueueSkippedAsync(unit, draft, TestPixelMark.Skipped);
        }
    }

    public static DeliveryDraft Render(Pixel pixel, CallTokens tokens, Instant notBefore) =>
        new(
            "call",
            tokens.Call.Id.Value,
            pixel.Id.Value,
            pixel.FireOn.ToString().ToLowerInvariant(),
            tokens.Call.Id.Value,
            pixel.Method,
            pixel.Url.Render(tokens.ValueOf, TokenEncoding.Url),
            pixel.Headers.ToDictionary(
                h => h.Key,
                h => h.Value.Render(tokens.ValueOf, TokenEncoding.Header),
                StringComparer.OrdinalIgnoreCase
            ),
            pixel.Body?.Render(tokens.ValueOf, TokenEncodings.OfBody(pixel.ContentType)),
            pixel.ContentType,
            pixel.SuccessRule,
            notBefore + TimeSpan.FromSeconds(pixel.DelaySeconds)
        )
        {
            Occasion = tokens.Adjustment?.Id.Value ?? "",
            Terms = pixel.Terms,
        };

    private static string OtherPublisher(Pixel pixel, CallConfiguration configuration) =>
        "Skipped: the pixel is for calls of "
        + string.Join(", ", pixel.Publishers.Select(id => configuration.Publishers.GetValueOrDefault(id)?.Name ?? id.Value))
        + " only.";

    private static IEnumerable<string> KeysOf(Pixel pixel) =>
        pixel
            .Url.Tokens.Concat(pixel.Headers.Values.SelectMany(h => h.Tokens))
            .Concat(pixel.Body?.Tokens ?? [])
            .Select(token => token.Key)
            .Concat(pixel.Filters.Rules.SelectMany(rule => rule.AnyOf).Select(condition => condition.Key));
}
