using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Offers;

/// <summary>
/// Makes an offer like another, inactive and with a token of its own: with its contracts, events, caps, creatives, clicks, buyers and the
/// network's pixel; without its campaigns and without its rows of the IP whitelist.
/// </summary>
public sealed class DuplicateOffer(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<OfferAnswer>> RunAsync(Actor actor, OfferId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var token = identifiers.Secret();
        return await database.WriteOnceAsync<OfferAnswer>(
            actor,
            // An advertiser with an offer is not deleted, and the offer stays.
            WriteKeys.Of($"offer:{id}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, id) is not { } source)
                    return new Missing($"Offer {id}");
                await ClicklessSettingsSql.EnsureTokenAsync(unit, identifiers);
                var created = await OffersSql.InsertAsync(
                    unit,
                    source with
                    {
                        Id = default,
                        Name = CopyName.Of(source.Name),
                        Status = OfferStatus.Inactive,
                        Token = token,
                        CreatedAt = unit.Now,
                    }
                );
                var answer = OfferAnswer.Of(created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "offer", $"{created.Id}", answer, $"{id}");
                await new OfferCopy(unit, actor, source, created).WriteAsync();
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/offers/{id}/duplicate",
            async (HttpContext http, OfferId id, DuplicateOffer operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(o => $"/api/v1/offers/{o.Id}")
        );
}
