using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Whom a number belonged to and when, newest first, also before it was given up and added again.</summary>
public sealed class ListNumberAssignments(Database database)
{
    public async Task<Result<Page<NumberAssignment>>> RunAsync(Actor actor, NumberId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<Page<NumberAssignment>>>(
            async connection =>
                await NumbersSql.FindEvenArchivedAsync(connection, id) is { } number
                    ? new Page<NumberAssignment>(await NumberAssignmentsSql.ListAsync(connection, number.Number), null)
                    : new Missing($"Number {id}"),
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/numbers/{id}/assignments",
            async (HttpContext http, NumberId id, ListNumberAssignments operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
