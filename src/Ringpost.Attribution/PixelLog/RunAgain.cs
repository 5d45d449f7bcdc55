using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// Runs refused postbacks again under today's configuration and with the time of their first arrival; a row that succeeds then names its
/// conversion (cake.md 2.5). A preview tells what would become of them and stores nothing.
/// </summary>
public sealed class RunAgain
{
    public const int Most = 500;

    private readonly Database _database;
    private readonly PostbackReplay _replay;

    internal RunAgain(Database database, PostbackReplay replay) => (_database, _replay) = (database, replay);

    /// <param name="Preview">Tell what would become of them and store nothing.</param>
    public sealed record Request(IReadOnlyList<long>? Ids, bool Preview = false);

    public sealed record Response(IReadOnlyList<PixelLogRow> Items);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var ids = (request.Ids ?? []).Distinct().ToArray();
        if (ids.Length is 0 or > Most)
            return new Invalid("ids", $"Name 1 to {Most} rows.");
        var picture = await _replay.PictureAsync(cancellation);
        return request.Preview
            ? await _database.ForeseeAsync(WriteKeys.None, unit => WriteAsync(unit, actor, ids, picture), cancellation)
            : await _database.WriteOnceAsync(actor, WriteKeys.None, unit => WriteAsync(unit, actor, ids, picture), cancellation);
    }

    private async Task<Result<Response>> WriteAsync(WriteUnit unit, Actor actor, long[] ids, ReplayPicture picture)
    {
        var rows = await PixelLogSql.LockAsync(unit, ids);
        if (Array.Find(ids, id => rows.All(r => r.Id != id)) is var missing and > 0)
            return new Missing($"Pixel log row {missing}");
        if (rows.FirstOrDefault(r => !PixelLogView.CanRunAgain(r)) is { } settled)
            return new Clash(
                "not-refused",
                $"Pixel log row {settled.Id} can't be run again: it was not refused, or the log does not hold all of it."
            );
        return new Response([.. (await WriteRowsAsync(unit, actor, rows, picture)).Select(r => PixelLogView.Of(r, actor))]);
    }

    /// <summary>The rows as they stand after the write, in their order.</summary>
    internal async Task<IReadOnlyList<StoredLogRow>> WriteRowsAsync(
        WriteUnit unit,
        Actor actor,
        IReadOnlyList<StoredLogRow> rows,
        ReplayPicture picture
    )
    {
        var items = new PostbackItem[rows.Count];
        for (var i = 0; i < rows.Count; i++)
            items[i] = await _replay.DecideAsync(unit.Connection, rows[i], picture, $"Run again by {actor.Name}.") with
            {
                Row = new RunAgainRow(rows[i].Id, actor.Name, PixelLogCounts.Of(rows[i])),
            };
        var written = await _replay.WriteAsync(unit, items);
        for (var i = 0; i < rows.Count; i++)
            await ChangeLogSql.AppendAsync(
                unit,
                actor,
                "pixel-log",
                $"{rows[i].Id}",
                "run-again",
                rows[i].Outcome,
                written[i].Outcome.ToText()
            );
        return await PixelLogSql.LockAsync(unit, [.. rows.Select(r => r.Id)]);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(
            "/pixel-log/run-again",
            async (HttpContext http, Request request, RunAgain operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
        api.MapPost(
            "/pixel-log/{id:long}/run-again",
            async (HttpContext http, long id, RunAgain operation) =>
                (await operation.RunAsync(http.Actor(), new Request([id]), http.RequestAborted)).ToOk()
        );
    }
}
