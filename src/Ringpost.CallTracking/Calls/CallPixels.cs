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

/// <summary>What became of a pixel for a call.</summary>
internal enum Fired
{
    Queued,

    /// <summary>Stored with the reason why it is not sent.</summary>
    Skipped,

    /// <summary>It had fired for this call and event.</summary>
    Before,
}

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
        string reconnection = "",
        CallAmounts? current = null
    )
    {
        if (!configuration.Pixels.TryGetValue(call.CampaignId, out var attached))
            return;
        CallTokens? tokens = null;
        foreach (var pixel in attached)
        {
            if (pixel.FireOn != pixelEvent || (reconnection.Length > 0 && !pixel.EachConnection))
                continue;
            tokens ??= new CallTokens(call, configuration, at, call.Tags ?? CallTokens.NoTags)
            {
                Adjustment = adjustment,
                Current = current,
            };
            tokens = await WithTagsAsync(unit, pixel, tokens);
            var draft = Render(pixel, tokens, notBefore);
            await StoreAsync(unit, outbox, pixel, tokens, reconnection.Length > 0 ? draft with { Occasion = reconnection } : draft);
        }
    }

    /// <summary>One pixel for a call of the past; <paramref name="at"/> is when its event happened.</summary>
    public static async Task<Fired> FireOneAsync(
        WriteUnit unit,
        Outbox outbox,
        CallRecord call,
        CallConfiguration configuration,
        Pixel pixel,
        Instant at,
        Instant notBefore
    )
    {
        var asOf = new CallTokens(call, configuration, at, call.Tags ?? CallTokens.NoTags)
        {
            AsOf = pixel.FireOn,
            Current = await PaidByHandAsync(unit, call, pixel),
        };
        var tokens = await WithTagsAsync(unit, pixel, asOf);
        var draft = Render(pixel, tokens, notBefore);
        return await Outbox.HasAsync(unit.Connection, draft.IdempotencyKey)
            ? Fired.Before
            : await StoreAsync(unit, outbox, pixel, tokens, draft);
    }

    /// <summary>Settled without a payout and paid since: its payout is what it has now.</summary>
    private static async Task<CallAmounts?> PaidByHandAsync(WriteUnit unit, CallRecord call, Pixel pixel)
    {
        if (pixel.FireOn != PixelEvent.Payout || call is not { Paid: true, Payout: 0 })
            return null;
        var (revenue, payout) = await AdjustmentsSql.CurrentAsync(unit.Connection, call.Id);
        return new CallAmounts(revenue, payout);
    }

    /// <summary>The stored tags are read once, and only where a pixel asks for one.</summary>
    private static async Task<CallTokens> WithTagsAsync(WriteUnit unit, Pixel pixel, CallTokens tokens) =>
        tokens.Call.Tags is null && KeysOf(pixel).Any(key => !CallTokens.IsKnown(key))
            ? tokens with
            {
                Tags = tokens.Call.Tags = await CallTagsSql.ListAsync(unit.Connection, tokens.Call.Id),
            }
            : tokens;

    private static async Task<Fired> StoreAsync(WriteUnit unit, Outbox outbox, Pixel pixel, CallTokens tokens, DeliveryDraft draft)
    {
        var (call, configuration) = (tokens.Call, tokens.Configuration);
        if (!pixel.IsForPublisher(call.PublisherId))
            return await SkipAsync(OtherPublisher(pixel, configuration));
        if (!pixel.Filters.IsNone && pixel.Filters.FirstUnmet(tokens.Lookup()) is { } unmet)
            return await SkipAsync($"Skipped by its filter, which asks: {FilterSentences.Of(unmet)}.");
        if (call.Uncounted && configuration.Tests.Settings.Pixels != TestPixels.Send)
            return await SkipAsync(TestPixelMark.Skipped);
        await outbox.EnqueueAsync(unit, call.Uncounted ? draft with { Url = TestPixelMark.On(draft.Url) } : draft);
        return Fired.Queued;

        async Task<Fired> SkipAsync(Phrase reason)
        {
            await outbox.EnqueueSkippedAsync(unit, draft, reason);
            return Fired.Skipped;
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

    private static Phrase OtherPublisher(Pixel pixel, CallConfiguration configuration) =>
        $"Skipped: the pixel is for calls of {string.Join(", ", pixel.Publishers.Select(id => configuration.Publishers.GetValueOrDefault(id)?.Name ?? id.Value))} only.";

    private static IEnumerable<string> KeysOf(Pixel pixel) =>
        pixel
            .Tokens.Select(token => token.Key)
            .Concat(pixel.Filters.Rules.SelectMany(rule => rule.AnyOf).Select(condition => condition.Key));
}
