using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Recordings;

/// <summary>A link by which a call's recording can be heard: a fresh signed one where the copy is here, else the carrier's.</summary>
public sealed class GetRecordingLink(Database database, RecordingLinks links, Snapshot<CallConfiguration> snapshot)
{
    /// <param name="Expires">Null for a carrier's link, whose end only the carrier knows.</param>
    public sealed record Answer(string Url, RecordingState State, Instant? Expires);

    public async Task<Result<Answer>> RunAsync(Actor actor, CallId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Listen))
            return new Forbidden(Permission.Listen);
        var settings = (await snapshot.GetAsync(cancellation)).Recordings;
        var (row, recording) = await database.ReadAsync(
            async c => (await CallListSql.FindAsync(c, CallScope.Everything, id), await RecordingsSql.FindAsync(c, id)),
            cancellation
        );
        if (row is null)
            return new Missing($"Call {id}");
        var expires = database.Now + settings.LinkLasts;
        return (recording?.State, row.RecordingUrl) switch
        {
            (RecordingState.Copied, _) => new Answer(links.For(id, expires), RecordingState.Copied, expires),
            (RecordingState.Purged, _) => new Clash("recording-purged", "The recording was deleted when its time was over."),
            (RecordingState.Erasing or RecordingState.Erased, _) => new Clash(
                "recording-erased",
                "The recording was deleted when its caller was erased."
            ),
            (RecordingState.Waiting, null) => new Clash("recording-waits", "The recording is still being copied."),
            (var state, { } url) => new Answer(url, state ?? RecordingState.Link, null),
            _ => new Missing($"A recording of call {id}"),
        };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/calls/{id}/recording",
            async (HttpContext http, CallId id, GetRecordingLink operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
