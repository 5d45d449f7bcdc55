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

namespace Ringpost.Telephony.Carriers;

/// <summary>Renames a carrier account. Its token and its API key have operations of their own.</summary>
public sealed class ChangeCarrier(Database database, ConfigurationVersion configuration, PublicUrls urls)
{
    public sealed record Request(string? Name = null);

    public async Task<Result<Carrier>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var name = request.Name is null ? null : validation.Name("name", request.Name);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Carrier>(
            actor,
            WriteKeys.Of($"carrier:{id}"),
            async unit =>
            {
                if (await CarriersSql.FindAsync(unit.Connection, id) is not { } row)
                    return new Missing($"Carrier {id}");
                var (before, after) = (Carrier.Of(row, urls), Carrier.Of(row with { Name = name ?? row.Name }, urls));
                await CarriersSql.SetNameAsync(unit, id, after.Name);
                await ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/carriers/{id}",
            async (HttpContext http, CarrierId id, Request request, ChangeCarrier operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
