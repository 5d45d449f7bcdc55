using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Recordings in one state, newest first; without one those whose copy was given up.</summary>
public sealed class ListRecordings(Database database)
{
    /// <param name="state">A word of <see cref="RecordingState"/>.</param>
    public async Task<Result<Page<CallRecording>>> RunAsync(
        Actor actor,
        string? state,
        PageRequest page,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        var wanted = string.IsNullOrWhiteSpace(state) ? RecordingState.Failed : validation.Choice<RecordingState>("state", state);
        if (!TryReadPlace(page.Cursor, out var place))
            validation.Add("cursor", "This cursor is not one of ours.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        var rows = await database.ReadAsync(c => RecordingsSql.ListAsync(c, wanted, place, page.BoundedLimit), cancellation);
        return new Page<CallRecording>(
            rows,
            rows.Count == page.BoundedLimit ? Cursor.Encode($"{rows[^1].TakenAt.UnixMilliseconds}:{rows[^1].CallId}") : null
        );
    }

    private static bool TryReadPlace(string? cursor, out (long At, string Id)? place)
    {
        place = null;
        if (!Cursor.TryDecode(cursor, out var key))
            return false;
        if (key is null)
            return true;
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !long.TryParse(key.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            return false;
        place = (at, key[(colon + 1)..]);
        return true;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/recordings",
            async (HttpContext http, ListRecordings operation, string? state, int limit = 100, string? cursor = null) =>
                (await operation.RunAsync(http.Actor(), state, new PageRequest(limit, cursor), http.RequestAborted)).ToOk()
        );
}
