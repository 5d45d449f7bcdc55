using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Campaigns;

/// <summary>Takes a campaign out of use; its calls keep its name. Refused while it has numbers.</summary>
public sealed class ArchiveCallCampaign(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<CallCampaign>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<CallCampaign>(
            actor,
            WriteKeys.Of($"call-campaign:{id}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (await NumbersSql.CountOfCampaignAsync(unit.Connection, id) is > 0 and var numbers)
                    return new Clash(
                        "in-use",
                        numbers == 1
                            ? Phrase.Of($"The campaign has {numbers} number. Move or archive it first.")
                            : Phrase.Of($"The campaign has {numbers} numbers. Move or archive them first.")
                    );
                await CallCampaignsSql.ArchiveAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{id}", "archive", before, null);
                await configuration.RaiseAsync(unit);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/call-campaigns/{id}",
            async (HttpContext http, CallCampaignId id, ArchiveCallCampaign operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
