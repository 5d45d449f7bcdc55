using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Recordings;

/// <summary>How the instance keeps recordings.</summary>
public sealed class GetRecordingSettings(Database database)
{
    public async Task<Result<RecordingSettings>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(RecordingSettings.ReadAsync, cancellation);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/settings/recordings",
            async (HttpContext http, GetRecordingSettings operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
