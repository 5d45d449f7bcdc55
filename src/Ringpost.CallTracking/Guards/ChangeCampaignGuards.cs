using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Guards;

/// <summary>Changes which calls a campaign lets in, and what it takes for a duplicate. What is absent stays.</summary>
public sealed class ChangeCampaignGuards(Database database, ConfigurationVersion configuration)
{
    /// <param name="Attestation">Null: the instance's requirement.</param>
    /// <param name="Check">Null: nobody is asked.</param>
    public sealed record Request(
        DuplicateRequest? Duplicates = null,
        SpamRequest? Spam = null,
        Optional<AttestationRequest> Attestation = default,
        Optional<CheckRequest> Check = default
    );

    public async Task<Result<CampaignGuards>> RunAsync(
        Actor actor,
        CallCampaignId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<CampaignGuards>(
            actor,
            WriteKeys.Of($"call-campaign:{id}"),
            async unit =>
            {
                if (await CallCampaignsSql.FindAsync(unit.Connection, id) is not { Guards: var before })
                    return await NotInUse.OfAsync(unit.Connection, id);
                var validation = new Validation();
                var after = GuardCheck.Read(validation, before, request);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await CampaignGuardsSql.UpdateAsync(unit, id, after);
                await ChangeLogSql.AppendAsync(unit, actor, "call-campaign", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/call-campaigns/{id}/guards",
            async (HttpContext http, CallCampaignId id, Request request, ChangeCampaignGuards operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
