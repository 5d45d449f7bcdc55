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

namespace Ringpost.CallTracking.Guards;

/// <summary>Sets which attestation (STIR/SHAKEN) calls must have where their campaign says nothing else.</summary>
public sealed class SetAttestationSetting(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<AttestationRequirement>> RunAsync(
        Actor actor,
        AttestationRequest request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var after = GuardCheck.Requirement(validation, "", request);
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<AttestationRequirement>(
            actor,
            WriteKeys.Of("settings:stir-shaken"),
            async unit =>
            {
                var before = await AttestationSettingSql.ReadAsync(unit.Connection);
                await AttestationSettingSql.WriteAsync(unit, after);
                await ChangeLogSql.AppendAsync(unit, actor, "instance", "stir-shaken", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut(
            "/settings/stir-shaken",
            async (HttpContext http, AttestationRequest request, SetAttestationSetting operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
