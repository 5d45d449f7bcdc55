using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>Brings an archived campaign back, paused and without numbers. Refused while what it names is archived itself.</summary>
public sealed class RestoreCallCampaign(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<CallCampaign>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var named = await database.ReadAsync(c => NamedSql.ByCampaignAsync(c, id), cancellation);
        return await database.WriteOnceAsync<CallCampaign>(
            actor,
            WriteKeys.Of([.. named.Select(n => n.Key), $"call-campaign:{id}"]),
            async unit =>
            {
                if (await CallCampaignsSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Campaign {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                if (ArchivedThings.Refusal(await NamedSql.ByCampaignAsync(unit.Connection, id)) is { } refusal)
                    return refusal;
                await CallCampaignsSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{id}", "restore", null, restored);
                await configuration.RaiseAsync(unit);
                return restored;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns/{id}/restore",
            async (HttpContext http, CallCampaignId id, RestoreCallCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
