using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Telephony.Carriers;

/// <summary>The carrier accounts, oldest first, in one page.</summary>
public sealed class ListCarriers(Database database, PublicUrls urls)
{
    public async Task<Result<Page<Carrier>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var rows = await database.ReadAsync(CarriersSql.AllAsync, cancellation);
        return new Page<Carrier>([.. rows.Select(r => Carrier.Of(r, urls))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/carriers",
            async (HttpContext http, ListCarriers operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
