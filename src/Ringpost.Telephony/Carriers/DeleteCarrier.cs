using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Telephony.Carriers;

/// <summary>
/// Deletes a carrier account with its token and key: its webhooks are refused from then on. Its calls stay. Refused while one of them is live, for
/// nobody would be told how that one ended.
/// </summary>
public sealed class DeleteCarrier(Database database, ConfigurationVersion configuration, PublicUrls urls)
{
    public async Task<Result<Carrier>> RunAsync(Actor actor, CarrierId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        return await database.WriteOnceAsync<Carrier>(
            actor,
            WriteKeys.Of($"carrier:{id}"),
            async unit =>
            {
                if (await CarriersSql.FindAsync(unit.Connection, id) is not { } row)
                    return new Missing($"Carrier {id}");
                if (await LiveCalls.OfCarrierAsync(unit, id.Value) is > 0 and var live)
                    return new Clash(
                        "in-use",
                        live == 1
                            ? Phrase.Of($"{live} of its calls is live. Delete it when they have ended.")
                            : Phrase.Of($"{live} of its calls are live. Delete it when they have ended.")
                    );
                var before = Carrier.Of(row, urls);
                await CarriersSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "delete", before, null);
                await configuration.RaiseAsync(unit);
                return before;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/carriers/{id}",
            async (HttpContext http, CarrierId id, DeleteCarrier operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
