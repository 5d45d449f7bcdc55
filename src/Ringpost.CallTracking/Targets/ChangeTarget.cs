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

/// <summary>Changes a target, or pauses and resumes it. What is absent stays; a null buyer or cap is taken away, null hours are always open, null caps unlimited, a null limit is as buyer or campaign say.</summary>
public sealed class ChangeTarget(Database database, ConfigurationVersion configuration)
{
    /// <param name="Caps">In place of all that it has.</param>
    /// <param name="SomeCaps">Beside those that it has.</param>
    public sealed record Request(
        string? Name = null,
        Optional<BuyerId?> BuyerId = default,
        DestinationRequest? Destination = null,
        int? RingSeconds = null,
        Optional<int?> ConcurrencyCap = default,
        bool? Enabled = null,
        IReadOnlyList<TagRuleRequest?>? Filters = null,
        Optional<OpeningHoursRequest?> Hours = default,
        Optional<DuplicateRestrictionRequest?> RestrictDuplicates = default,
        Optional<int?> RecoverSeconds = default,
        Optional<int?> RerouteAttempts = default,
        Optional<CapsRequest?> Caps = default,
        SomeCapsRequest? SomeCaps = null
    );

    public async Task<Result<Target>> RunAsync(Actor actor, TargetId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = request.Name is null ? null : validation.Name("name", request.Name);
        var destination = request.Destination is null ? null : TargetCheck.Destination(validation, request.Destination);
        var ringSeconds = validation.Whole("ringSeconds", request.RingSeconds, 1, TargetCheck.MostRingSeconds, 0);
        var cap = CapsCheck.Concurrency(validation, request.ConcurrencyCap.Value);
        var filters = FilterCheck.Read(validation, "filters", request.Filters);
        var hours = HoursCheck.Read(validation, "hours", request.Hours.Value);
        var duplicates = RoutingLimitCheck.Duplicates(validation, request.RestrictDuplicates.Value, ofBuyer: false);
        var recover = RoutingLimitCheck.Recover(validation, request.RecoverSeconds.Value);
        var reroutes = RoutingLimitCheck.Reroutes(validation, request.RerouteAttempts.Value);
        var caps = CapsCheck.Read(validation, request.Caps.Value, CapOwnerKind.Target);

        return await database.WriteOnceAsync<Target>(
            actor,
            WriteKeys.Of([$"target:{id}", $"buyer:{request.BuyerId.Value}", .. TargetCheck.KeysOf(destination)]),
            async unit =>
            {
                if (await TargetsSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                if (request.BuyerId.Value is { } buyer && await BuyersSql.FindAsync(unit.Connection, buyer) is null)
                    validation.Add("buyerId", (await NotInUse.OfAsync(unit.Connection, buyer)).Says);
                await TargetCheck.MembersAsync(unit.Connection, validation, destination);
                var capsAfter = CapsCheck.Over(
                    validation,
                    request.SomeCaps,
                    request.Caps.IsGiven ? caps : before.Caps,
                    CapOwnerKind.Target
                );
                CapsCheck.OfGroup(validation, destination ?? before.Destination, capsAfter);
                if (destination is { Type: DestinationType.Group } && (destination.Members ?? []).Contains(id))
                    validation.Add("destination.members", "A group can't ring itself.");
                else if (
                    destination is { Type: DestinationType.Group }
                    && await TargetsSql.GroupsOfAsync(unit.Connection, id) is { Count: > 0 }
                )
                    validation.Add("destination.type", "It rings in a group, so that it can't be one.");
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var after = before with
                {
                    Name = name ?? before.Name,
                    BuyerId = request.BuyerId.Or(before.BuyerId),
                    Destination = destination ?? before.Destination,
                    RingSeconds = ringSeconds == 0 ? before.RingSeconds : ringSeconds,
                    ConcurrencyCap = request.ConcurrencyCap.IsGiven ? cap : before.ConcurrencyCap,
                    Enabled = request.Enabled ?? before.Enabled,
                    Filters = request.Filters is null ? before.Filters : filters,
                    Hours = request.Hours.IsGiven ? hours : before.Hours,
                    RestrictDuplicates = request.RestrictDuplicates.IsGiven ? duplicates : before.RestrictDuplicates,
                    RecoverSeconds = request.RecoverSeconds.IsGiven ? recover : before.RecoverSeconds,
                    RerouteAttempts = request.RerouteAttempts.IsGiven ? reroutes : before.RerouteAttempts,
                    Caps = capsAfter,
                };
                await TargetsSql.UpdateAsync(unit, after);
                await CapChange.ApplyAsync(unit, CapOwner.Of(before), CapOwner.Of(after));
                await ChangeLogSql.AppendAsync(unit, actor, "target", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/targets/{id}",
            async (HttpContext http, TargetId id, Request request, ChangeTarget operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
