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

/// <summary>Adds who sends calls (ringba.md 9.1).</summary>
public sealed class CreatePublisher(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="SubId">Optional; the receiving tracker's affiliate id.</param>
    /// <param name="Caps">Unlimited where absent.</param>
    /// <param name="ConcurrencyCap">Calls at the same time that may be paid; unlimited where absent.</param>
    /// <param name="Company">Optional.</param>
    /// <param name="BlockCallsIfCapped">Turn its calls away while one of its caps is full; default false.</param>
    public sealed record Request(
        string? Name,
        string? SubId = null,
        CapsRequest? Caps = null,
        int? ConcurrencyCap = null,
        bool? BlockCallsIfCapped = null,
        string? Company = null
    );

    public async Task<Result<Publisher>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var subId = validation.Text("subId", request.SubId);
        var company = validation.Text("company", request.Company);
        var caps = CapsCheck.Read(validation, request.Caps, CapOwnerKind.Publisher);
        var concurrency = CapsCheck.Concurrency(validation, request.ConcurrencyCap);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new PublisherId("AF" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Publisher>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = new Publisher(id, name, subId, true, unit.Now)
                {
                    Company = company,
                    Caps = caps,
                    ConcurrencyCap = concurrency,
                    BlockCallsIfCapped = request.BlockCallsIfCapped ?? false,
                };
                await PublishersSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(unit, actor, "publisher", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/publishers",
            async (HttpContext http, Request request, CreatePublisher operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(created =>
                    $"/api/v1/publishers/{created.Id}"
                )
        );
}
