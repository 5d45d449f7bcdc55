using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Publishers;

/// <summary>One publisher.</summary>
public sealed class GetPublisher(Database database)
{
    public async Task<Result<Publisher>> RunAsync(Actor actor, PublisherId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(c => PublishersSql.FindEvenArchivedAsync(c, id), cancellation) is { } found
            ? found
            : new Missing($"Publisher {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/publishers/{id}",
            async (HttpContext http, PublisherId id, GetPublisher operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
