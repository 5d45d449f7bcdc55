using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>What becomes of an offer's conversions over a cap (cake.md 5.6).</summary>
public sealed class SetOfferCapBehavior(Database database, ConfigurationVersion configuration)
{
    /// <param name="ConversionCapBehavior"><c>system</c> (as the instance), <c>advertiserOff</c>, <c>advertiserOnly</c>, <c>affiliateOnly</c>, <c>neither</c> or
    /// <c>ignore</c>, or CAKE's number.</param>
    public sealed record Request(string? ConversionCapBehavior);

    /// <param name="InForce">What counts: the instance's where the offer's own is <c>system</c>.</param>
    public sealed record Response(string ConversionCapBehavior, string InForce);

    public async Task<Result<Response>> ReadAsync(Actor actor, OfferId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return
            await database.ReadAsync(
                async c => await OffersSql.FindAsync(c, id) is null ? null : await AnswerAsync(c, await CapsSql.ReadBehaviorAsync(c, id)),
                cancellation
            )
                is { } found
            ? found
            : new Missing($"Offer {id}");
    }

    public async Task<Result<Response>> RunAsync(Actor actor, OfferId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (CapWords.Read<CapBehavior>(request.ConversionCapBehavior, CapWords.Of) is not { } behavior)
            return new Invalid("conversionCapBehavior", "This is system, advertiserOff, advertiserOnly, affiliateOnly, neither or ignore.");
        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of($"offer:{id}"),
            async unit =>
            {
                if (await OffersSql.FindAsync(unit.Connection, id) is null)
                    return new Missing($"Offer {id}");
                var before = await AnswerAsync(unit.Connection, await CapsSql.ReadBehaviorAsync(unit.Connection, id));
                await CapsSql.WriteBehaviorAsync(unit, id, behavior);
                var after = await AnswerAsync(unit.Connection, behavior);
                await ChangeLogSql.AppendAsync(unit, actor, "offer", $"{id}", "cap-behavior", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    private static async Task<Response> AnswerAsync(System.Data.Common.DbConnection connection, CapBehavior own) =>
        new(CapWords.Of(own), CapWords.Of(own == CapBehavior.System ? await CapsSql.ReadBehaviorAsync(connection) : own));

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/offers/{id}/cap-behavior",
            async (HttpContext http, OfferId id, SetOfferCapBehavior operation) =>
                (await operation.ReadAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/offers/{id}/cap-behavior",
            async (HttpContext http, OfferId id, Request request, SetOfferCapBehavior operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
    }
}
