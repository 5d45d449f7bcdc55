using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Targets;

/// <summary>Adds a receiving end (ringba.md 8.2).</summary>
public sealed class CreateTarget(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="RingSeconds">How long it rings before the next target is tried; 30 where absent.</param>
    /// <param name="ConcurrencyCap">Calls at the same time; unlimited where absent.</param>
    /// <param name="Filters">Every call where absent.</param>
    /// <param name="Hours">Always open where absent.</param>
    /// <param name="RestrictDuplicates">As the buyer says where absent.</param>
    /// <param name="RecoverSeconds">As the campaign says where absent; 0 is never.</param>
    /// <param name="RerouteAttempts">As the buyer says where absent.</param>
    /// <param name="Caps">Unlimited where absent.</param>
    public sealed record Request(
        string? Name,
        BuyerId? BuyerId,
        DestinationRequest? Destination,
        int? RingSeconds = null,
        int? ConcurrencyCap = null,
        IReadOnlyList<TagRuleRequest?>? Filters = null,
        OpeningHoursRequest? Hours = null,
        DuplicateRestrictionRequest? RestrictDuplicates = null,
        int? RecoverSeconds = null,
        int? RerouteAttempts = null,
        CapsRequest? Caps = null
    );

    public async Task<Result<Target>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var destination = TargetCheck.Destination(validation, request.Destination);
        var ringSeconds = validation.Whole("ringSeconds", request.RingSeconds, 1, TargetCheck.MostRingSeconds, TargetCheck.RingSeconds);
        var cap = CapsCheck.Concurrency(validation, request.ConcurrencyCap);
        var filters = FilterCheck.Read(validation, "filters", request.Filters);
        var hours = HoursCheck.Read(validation, "hours", request.Hours);
        var duplicates = RoutingLimitCheck.Duplicates(validation, request.RestrictDuplicates, ofBuyer: false);
        var recover = RoutingLimitCheck.Recover(validation, request.RecoverSeconds);
        var reroutes = RoutingLimitCheck.Reroutes(validation, request.RerouteAttempts);
        var caps = CapsCheck.Read(validation, request.Caps, CapOwnerKind.Target);

        var id = new TargetId("TA" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Target>(
            actor,
            WriteKeys.Of([$"buyer:{request.BuyerId}", .. TargetCheck.KeysOf(destination)]),
            async unit =>
            {
                if (request.BuyerId is { } buyer && await BuyersSql.FindAsync(unit.Connection, buyer) is null)
                    validation.Add("buyerId", (await NotInUse.OfAsync(unit.Connection, buyer)).Says);
                await TargetCheck.MembersAsync(unit.Connection, validation, destination);
                CapsCheck.OfGroup(validation, destination, caps);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var created = new Target(id, name, request.BuyerId, destination, ringSeconds, cap, true, unit.Now)
                {
                    Filters = filters,
                    Hours = hours,
                    RestrictDuplicates = duplicates,
                    RecoverSeconds = recover,
                    RerouteAttempts = reroutes,
                    Caps = caps,
                };
                await TargetsSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(unit, actor, "target", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/targets",
            async (HttpContext http, Request request, CreateTarget operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(t => $"/api/v1/targets/{t.Id}")
        );
}
