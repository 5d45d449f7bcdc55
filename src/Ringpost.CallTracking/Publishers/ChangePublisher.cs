using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Publishers;

/// <summary>Changes a publisher's name, Sub ID, company or caps, or pauses and resumes it. What is absent stays; null caps are unlimited.</summary>
public sealed class ChangePublisher(Database database, ConfigurationVersion configuration)
{
    /// <param name="Caps">In place of all that it has.</param>
    /// <param name="SomeCaps">Beside those that it has.</param>
    public sealed record Request(
        string? Name = null,
        string? SubId = null,
        bool? Enabled = null,
        Optional<CapsRequest?> Caps = default,
        Optional<int?> ConcurrencyCap = default,
        bool? BlockCallsIfCapped = null,
        string? Company = null,
        SomeCapsRequest? SomeCaps = null
    );

    public async Task<Result<Publisher>> RunAsync(Actor actor, PublisherId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = request.Name is null ? null : validation.Name("name", request.Name);
        var subId = request.SubId is null ? null : validation.Text("subId", request.SubId);
        var company = request.Company is null ? null : validation.Text("company", request.Company);
        var caps = CapsCheck.Read(validation, request.Caps.Value, CapOwnerKind.Publisher);
        var concurrency = CapsCheck.Concurrency(validation, request.ConcurrencyCap.Value);

        return await database.WriteOnceAsync<Publisher>(
            actor,
            WriteKeys.Of($"publisher:{id}"),
            async unit =>
            {
                if (await PublishersSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var capsAfter = CapsCheck.Over(
                    validation,
                    request.SomeCaps,
                    request.Caps.IsGiven ? caps : before.Caps,
                    CapOwnerKind.Publisher
                );
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var after = before with
                {
                    Name = name ?? before.Name,
                    SubId = subId ?? before.SubId,
                    Company = company ?? before.Company,
                    Enabled = request.Enabled ?? before.Enabled,
                    Caps = capsAfter,
                    ConcurrencyCap = request.ConcurrencyCap.IsGiven ? concurrency : before.ConcurrencyCap,
                    BlockCallsIfCapped = request.BlockCallsIfCapped ?? before.BlockCallsIfCapped,
                };
                await PublishersSql.UpdateAsync(unit, after);
                await CapChange.ApplyAsync(unit, CapOwner.Of(before), CapOwner.Of(after));
                await ChangeLogSql.AppendAsync(unit, actor, "publisher", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/publishers/{id}",
            async (HttpContext http, PublisherId id, Request request, ChangePublisher operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
