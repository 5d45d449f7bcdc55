using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>
/// Leaves in the outbox what is to be sent for conversions, in the transaction that stores them or lets them out (cake.md 7). One
/// delivery per conversion and pixel, due after the pixel's delay.
/// </summary>
public sealed class Firing(Outbox outbox)
{
    private const int Chunk = 500;

    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>For conversions of a batch that were stored just now; costs nothing where none has a pixel, else one statement for all.</summary>
    internal async Task FireAsync(WriteUnit unit, IReadOnlyList<(ConversionDraft Draft, ConversionId Id)> stored)
    {
        List<DeliveryDraft>? deliveries = null;
        foreach (var (draft, id) in stored)
            if (draft is { Plan: not null, Fire: { FiresAny: true } fire })
                Add(deliveries ??= [], fire, draft.Told(id), unit.Now);
        if (deliveries is not null)
            await outbox.EnqueueAsync(unit, deliveries);
    }

    /// <summary>
    /// For conversions that were held back when they were stored and are approved now, under today's configuration. Asking for others,
    /// or twice, does nothing: what was decided when it was stored stays (cake.md 14.9).
    /// </summary>
    internal async Task FireLaterAsync(WriteUnit unit, IReadOnlyList<long> ids)
    {
        foreach (var chunk in ids.Chunk(Chunk))
        {
            var held = await HeldConversionsSql.ListAsync(unit, chunk);
            if (held.Count == 0)
                continue;
            var (publicIds, zone) = (await PublicIds.LoadAsync(unit.Connection), (await Instance.ReadAsync(unit.Connection)).Zone);
            var pixels = await HeldConversionsSql.ListPixelsAsync(unit, chunk);
            var deliveries = new List<DeliveryDraft>();
            foreach (var row in held)
            {
                var fire = row.Decide(pixels);
                Add(deliveries, fire, row.Told(zone, publicIds), unit.Now);
                await HeldConversionsSql.SettleAsync(unit, row.Id, fire);
            }

            if (deliveries.Count > 0)
                await outbox.EnqueueAsync(unit, deliveries);
        }
    }

    private static void Add(List<DeliveryDraft> deliveries, FireDecision fire, ToldConversion told, Instant now)
    {
        AddOne(fire.ForAffiliate);
        AddOne(fire.Offer);
        AddOne(fire.System);

        void AddOne(AffiliatePixel? pixel)
        {
            if (pixel?.PostbackUrl is { } url)
                deliveries.Add(
                    new DeliveryDraft(
                        "conversion",
                        $"{told.Id}",
                        $"{pixel.Place}",
                        "conversion",
                        told.TransactionId ?? "",
                        "GET",
                        PixelTokens.Render(url, pixel.Place, told),
                        NoHeaders,
                        null,
                        null,
                        SuccessRule.Status,
                        now + TimeSpan.FromMilliseconds(pixel.DelayMs)
                    )
                );
        }
    }
}
