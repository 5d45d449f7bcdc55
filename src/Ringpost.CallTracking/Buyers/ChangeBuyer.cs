using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Buyers;

/// <summary>Changes a buyer, or pauses and resumes it. What is absent stays; a null limit is taken away.</summary>
public sealed class ChangeBuyer(Database database, ConfigurationVersion configuration)
{
    /// <param name="Caps">In place of all that it has.</param>
    /// <param name="SomeCaps">Beside those that it has.</param>
    public sealed record Request(
        string? Name = null,
        string? SubId = null,
        bool? Enabled = null,
        Optional<DuplicateRestrictionRequest?> RestrictDuplicates = default,
        Optional<int?> RerouteAttempts = default,
        Optional<CapsRequest?> Caps = default,
        Optional<int?> ConcurrencyCap = default,
        Optional<int?> DisputeDays = default,
        SomeCapsRequest? SomeCaps = null
    );

    public async Task<Result<Buyer>> RunAsync(Actor actor, BuyerId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = request.Name is null ? null : validation.Name("name", request.Name);
        var subId = request.SubId is null ? null : validation.Text("subId", request.SubId);
        var duplicates = RoutingLimitCheck.Duplicates(validation, request.RestrictDuplicates.Value, ofBuyer: true);
        var reroutes = RoutingLimitCheck.Reroutes(validation, request.RerouteAttempts.Value);
        var caps = CapsCheck.Read(validation, request.Caps.Value, CapOwnerKind.Buyer);
        var concurrency = CapsCheck.Concurrency(validation, request.ConcurrencyCap.Value);
        var disputes = DisputeSettings.ReadDays(validation, request.DisputeDays.Value);

        return await database.WriteOnceAsync<Buyer>(
            actor,
            WriteKeys.Of($"buyer:{id}"),
            async unit =>
            {
                if (await BuyersSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var capsAfter = CapsCheck.Over(validation, request.SomeCaps, request.Caps.IsGiven ? caps : before.Caps, CapOwnerKind.Buyer);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var after = before with
                {
                    Name = name ?? before.Name,
                    SubId = subId ?? before.SubId,
                    Enabled = request.Enabled ?? before.Enabled,
                    RestrictDuplicates = request.RestrictDuplicates.IsGiven ? duplicates : before.RestrictDuplicates,
                    RerouteAttempts = request.RerouteAttempts.IsGiven ? reroutes : before.RerouteAttempts,
                    Caps = capsAfter,
                    ConcurrencyCap = request.ConcurrencyCap.IsGiven ? concurrency : before.ConcurrencyCap,
                    DisputeDays = request.DisputeDays.IsGiven ? disputes : before.DisputeDays,
                };
                await BuyersSql.UpdateAsync(unit, after);
                await CapChange.ApplyAsync(unit, CapOwner.Of(before), CapOwner.Of(after));
                await ChangeLogSql.AppendAsync(unit, actor, "buyer", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/buyers/{id}",
            async (HttpContext http, BuyerId id, Request request, ChangeBuyer operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
