using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
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

/// <summary>Adds who takes and pays for calls (ringba.md 8.2).</summary>
public sealed class CreateBuyer(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="SubId">Optional; our id at the buyer.</param>
    /// <param name="Caps">Unlimited where absent.</param>
    /// <param name="ConcurrencyCap">Calls at the same time over all its targets; unlimited where absent.</param>
    /// <param name="RestrictDuplicates">Callers are taken again where absent.</param>
    /// <param name="RerouteAttempts">Connections that a call may have had; any number where absent.</param>
    public sealed record Request(
        string? Name,
        string? SubId = null,
        DuplicateRestrictionRequest? RestrictDuplicates = null,
        int? RerouteAttempts = null,
        CapsRequest? Caps = null,
        int? ConcurrencyCap = null
    );

    public async Task<Result<Buyer>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var subId = validation.Text("subId", request.SubId);
        var duplicates = RoutingLimitCheck.Duplicates(validation, request.RestrictDuplicates, ofBuyer: true);
        var reroutes = RoutingLimitCheck.Reroutes(validation, request.RerouteAttempts);
        var caps = CapsCheck.Read(validation, request.Caps, CapOwnerKind.Buyer);
        var concurrency = CapsCheck.Concurrency(validation, request.ConcurrencyCap);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new BuyerId("BU" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Buyer>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = new Buyer(id, name, subId, true, unit.Now)
                {
                    RestrictDuplicates = duplicates,
                    RerouteAttempts = reroutes,
                    Caps = caps,
                    ConcurrencyCap = concurrency,
                };
                await BuyersSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(unit, actor, "buyer", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/buyers",
            async (HttpContext http, Request request, CreateBuyer operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(created => $"/api/v1/buyers/{created.Id}")
        );
}
