using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// Runs again what a filter of the pixel log finds refused, oldest first, some at a time: each call does one slice and names the place where
/// the next one goes on, so that whoever asks shows progress and stops by not asking again.
/// </summary>
public sealed class RunAgainMatching
{
    /// <summary>Postbacks in one transaction.</summary>
    public const int Slice = 100;

    /// <summary>Rows that one call looks at where the filter's matches are rare.</summary>
    private const int Looked = 5_000;

    private readonly Database _database;
    private readonly PostbackReplay _replay;
    private readonly RunAgain _runAgain;

    internal RunAgainMatching(Database database, PostbackReplay replay, RunAgain runAgain) =>
        (_database, _replay, _runAgain) = (database, replay, runAgain);

    /// <param name="Filter">As in the list; only refused rows are taken. Name <c>to</c>, so that what arrives meanwhile stays out.</param>
    /// <param name="Preview">Tell what would become of them and store nothing.</param>
    /// <param name="Cursor">The <c>next</c> of the call before; none begins.</param>
    public sealed record Request(PixelLogQuery? Filter, bool Preview = false, string? Cursor = null);

    /// <param name="Ran">How many postbacks this slice ran.</param>
    /// <param name="Left">How many it had to leave: the log does not hold all of them.</param>
    /// <param name="Outcomes">What became of those it ran, by outcome.</param>
    /// <param name="Next">Where the next slice begins; null when all are done.</param>
    public sealed record Response(int Ran, int Left, IReadOnlyDictionary<string, int> Outcomes, string? Next);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var picture = await _replay.PictureAsync(cancellation);
        var query = (request.Filter ?? new PixelLogQuery()).Read(picture.Configuration.Zone);
        if (!query.IsOk)
            return query.Refusal;
        if (PixelLogPlace.Read(request.Cursor, PixelLogPlace.Oldest) is not { } place)
            return NumberedPages.BadCursor;
        var (found, next) = await FindAsync(query.Value with { Refused = true }, place, picture.Configuration, cancellation);
        if (found.Count == 0)
            return new Response(0, 0, new Dictionary<string, int>(), next?.ToCursor());

        long[] ids = [.. found.Select(p => p.Id)];
        return request.Preview
            ? await _database.ForeseeAsync(WriteKeys.None, unit => WriteAsync(unit, actor, ids, picture, next), cancellation)
            : await _database.WriteOnceAsync<Response>(
                actor,
                WriteKeys.None,
                async unit => await WriteAsync(unit, actor, ids, picture, next),
                cancellation
            );
    }

    private async Task<(IReadOnlyList<PixelLogPlace> Found, PixelLogPlace? Next)> FindAsync(
        PixelLogFilter filter,
        PixelLogPlace place,
        OfferConfiguration configuration,
        CancellationToken cancellation
    )
    {
        var offers = ListPixelLog.OffersOf(filter, configuration);
        return await _database.ReadAsync(
            async c =>
            {
                var end = await PixelLogSql.SliceAsync(c, place, filter, newestFirst: false, Looked);
                var found = await PixelLogSql.ListRefusedAsync(c, place, end, filter, offers, Slice);
                return (found, found.Count == Slice ? found[^1] : end);
            },
            cancellation
        );
    }

    private async Task<Response> WriteAsync(WriteUnit unit, Actor actor, long[] ids, ReplayPicture picture, PixelLogPlace? next)
    {
        // What another person ran meanwhile is no longer refused and is passed over.
        var rows = (await PixelLogSql.LockAsync(unit, ids)).Where(PixelLogView.CanRunAgain).ToList();
        var after = rows.Count == 0 ? [] : await _runAgain.WriteRowsAsync(unit, actor, rows, picture);
        return new Response(
            rows.Count,
            ids.Length - rows.Count,
            after.GroupBy(r => r.Outcome).ToDictionary(g => g.Key, g => g.Count()),
            next?.ToCursor()
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/pixel-log/run-again-matching",
            async (HttpContext http, Request request, RunAgainMatching operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
