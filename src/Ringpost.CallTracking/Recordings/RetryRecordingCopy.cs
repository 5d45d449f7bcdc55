using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Tries anew to copy a recording that was given up.</summary>
public sealed class RetryRecordingCopy(Database database)
{
    public async Task<Result<CallRecording>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<CallRecording>(
            actor,
            WriteKeys.Of($"recording:{id}"),
            async unit =>
            {
                if (await RecordingsSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"A recording of call {id}");
                if (!await RecordingsSql.WaitAgainAsync(unit, id))
                    return new Clash("recording-not-failed", "Only a copy that was given up can be tried again.");
                var after = (await RecordingsSql.FindAsync(unit.Connection, id))!;
                await ChangeLogSql.AppendAsync(unit, actor, "call", $"{id}", "copy-recording", before, after);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/calls/{id}/recording/retry",
            async (HttpContext http, CallId id, RetryRecordingCopy operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
