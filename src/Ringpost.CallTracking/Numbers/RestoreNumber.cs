using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Brings an archived number back to its campaign and publisher, paused. Refused where it was added again meanwhile, is being released, rests for another publisher and nobody overrides that, or where they are archived.</summary>
public sealed class RestoreNumber(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    IOptions<CallOptions> options
)
{
    /// <param name="OverrideRest">Gives it back although it rests for another publisher; recorded.</param>
    public sealed record Request(bool OverrideRest = false);

    public async Task<Result<TrackingNumber>> RunAsync(
        Actor actor,
        NumberId id,
        Request? request = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var named = await database.ReadAsync(c => NamedSql.ByNumberAsync(c, id), cancellation);
        return await database.WriteOnceAsync<TrackingNumber>(
            actor,
            WriteKeys.Of([NumberHoldsSql.Key, .. named.Select(n => n.Key), $"number:{id}"]),
            async unit =>
            {
                if (await NumbersSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Number {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                if (await RefusalAsync(unit, archived) is { } refusal)
                    return refusal;
                var last = await NumberAssignmentsSql.LastOfPublisherAsync(unit.Connection, archived.Number);
                var until = NumberRest.Until(last, archived.PublisherId, unit.Now, options.Value.NumberRest);
                if (until is { } rests && request is not { OverrideRest: true })
                    return new Clash("number-rests", await NumberRestCheck.SentenceAsync(unit.Connection, last!, rests));
                await NumbersSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await NumberAssignmentsSql.MoveAsync(unit, actor, null, restored, identifiers.TimeOrdered(), until is not null);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "number",
                    $"{id}",
                    "restore",
                    null,
                    restored,
                    new("call-campaign", $"{restored.CampaignId}")
                );
                await configuration.RaiseAsync(unit);
                return restored;
            },
            cancellation
        );
    }

    private static async Task<Refusal?> RefusalAsync(WriteUnit unit, TrackingNumber archived)
    {
        if (await NumbersSql.CampaignOfAsync(unit.Connection, archived.Number) is { } owner)
            return new Clash("number-taken", $"{archived.Number} was added again meanwhile and belongs to the campaign “{owner}”.");
        if (await NumberHoldsSql.IsHeldAsync(unit.Connection, archived.Number, unit.Now))
            return new Clash("number-held", $"{archived.Number} is being released at its carrier.");
        return ArchivedThings.Refusal(await NamedSql.ByNumberAsync(unit.Connection, archived.Id));
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/numbers/{id}/restore",
            async (HttpContext http, NumberId id, Request? request, RestoreNumber operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
