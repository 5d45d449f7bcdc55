using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Conversions;

/// <summary>One conversion with its first amounts, the ledger since, and the postback that it came from.</summary>
public sealed class GetConversion(Database database, DeliveriesOf deliveriesOf)
{
    public async Task<Result<ConversionCard>> RunAsync(Actor actor, ConversionId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var isWhole = actor.May(Permission.SeeRevenue);
        var deliveries = (await deliveriesOf.RunAsync(actor, "conversion", $"{id}", cancellation)).Value;
        var card = await database.ReadAsync(
            async c =>
            {
                if (await ConversionsSql.FindAsync(c, id) is not { } row)
                    return null;
                return new ConversionCard(
                    row.ToAnswer(await PublicIds.LoadAsync(c), actor),
                    isWhole ? row.FirstReceived / 1_000_000m : 0,
                    row.FirstPaid / 1_000_000m,
                    [.. (await ConversionsSql.ListLedgerAsync(c, id)).Where(e => isWhole || e.Side != "received")],
                    await PixelLogSql.FindAsync(c, row.PixelLogId) is { } stored ? PixelLogView.Of(stored, actor) : null,
                    AffiliateTold.Of(row.Fired, row.NotTold, deliveries)
                )
                {
                    // What was sold says what it cost.
                    Order = isWhole ? await ConversionOrdersSql.FindAsync(c, id) : null,
                };
            },
            cancellation
        );
        return card is null ? new Missing($"Conversion {id}") : card;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/conversions/{id}",
            async (HttpContext http, ConversionId id, GetConversion operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
