using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Whitelist;

/// <summary>One whitelisted range.</summary>
public sealed class GetWhitelistRow(Database database)
{
    public async Task<Result<WhitelistAnswer>> RunAsync(Actor actor, long id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(c => WhitelistSql.FindAsync(c, id), cancellation) is { } row
            ? WhitelistAnswer.Of(row)
            : new Missing($"Range {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/ip-whitelist/{id:long}",
            async (HttpContext http, long id, GetWhitelistRow operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
