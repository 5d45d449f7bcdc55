using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Offers;

/// <summary>Gives an offer another token, after the old one became known to the wrong people: URLs that carry it are no longer believed.</summary>
public sealed class RenewOfferToken(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<OfferAnswer>> RunAsync(Actor actor, OfferId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<OfferAnswer>(
            actor,
            WriteKeys.Of($"offer:{id}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, id) is not { } offer)
                    return new Missing($"Offer {id}");
                await OffersSql.UpdateAsync(unit, offer with { Token = identifiers.Secret() });
                // The tokens themselves stay out of the history.
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{id}", "renew-token", null, null);
                await configuration.RaiseAsync(unit);
                return OfferAnswer.Of(offer);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offers/{id}/token",
            async (HttpContext http, OfferId id, RenewOfferToken operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
