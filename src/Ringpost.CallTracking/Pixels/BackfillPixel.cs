using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

/// <summary>
/// Fires a pixel for calls of the past, as if it had been attached when they came: with the time of their event, its filters, and the key that it
/// would have had, so that a call for which it fired is left alone. Oldest first, a slice at a time: whoever asks shows progress, and stops by not
/// asking again.
/// </summary>
public sealed class BackfillPixel(Database database, Snapshot<CallConfiguration> snapshot, Snapshot<Instance> instance, Outbox outbox)
{
    /// <summary>Calls in one transaction.</summary>
    public const int Slice = 100;

    /// <param name="From">When the calls arrived; a date is of the instance's zone.</param>
    /// <param name="Preview">Count, and keep nothing.</param>
    /// <param name="Cursor">The <c>next</c> of the call before; none begins.</param>
    public sealed record Request(string? From, string? To, bool Preview = false, string? Cursor = null);

    /// <param name="Queued">Requests that are sent.</param>
    /// <param name="Skipped">Stored with the reason why they are not: a filter, another publisher, a test call.</param>
    /// <param name="Fired">Calls for which it had fired already.</param>
    /// <param name="Without">Calls to which the event did not happen.</param>
    /// <param name="Next">Where the next slice begins; null when all are done.</param>
    public sealed record Response(int Queued, int Skipped, int Fired, int Without, string? Next);

    public async Task<Result<Response>> RunAsync(Actor actor, PixelId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var configuration = await snapshot.GetAsync(cancellation);
        var validation = new Validation();
        var range = TimeRange.Read(validation, request.From, request.To, (await instance.GetAsync(cancellation)).Zone, TimeRange.All);
        if (string.IsNullOrWhiteSpace(request.From))
            validation.Add("from", "Say from when on.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (!Cursor.TryDecode(request.Cursor, out var after))
            return NumberedPages.BadCursor;
        CallCampaignId[] campaigns = [.. configuration.Pixels.Where(p => p.Value.Any(x => x.Id == id)).Select(p => p.Key)];
        if (campaigns.Length == 0)
            return await database.ReadAsync(
                async c =>
                    await PixelsSql.FindAsync(c, id) is null
                        ? await NotInUse.OfAsync(c, id)
                        : new Clash("not-attached", "The pixel is paused, or no campaign has it. Attach it first."),
                cancellation
            );
        var pixel = configuration.Pixels[campaigns[0]].First(p => p.Id == id);
        if (pixel.FireOn == PixelEvent.Adjusted)
            return new Clash("no-past", "Adjusted fires at each change, and those are over.");

        var calls = await database.ReadAsync(c => PastEvents.CallsAsync(c, campaigns, range, after ?? "", Slice), cancellation);
        var next = calls.Count < Slice ? null : Cursor.Encode(calls[^1].Value);
        if (request.Preview)
            return await database.ForeseeAsync(WriteKeys.None, unit => FireAsync(unit, configuration, pixel, calls, next), cancellation);
        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var done = await FireAsync(unit, configuration, pixel, calls, next);
                if (done.Queued + done.Skipped > 0)
                    await ChangeLogSql.AppendAsync(
                        unit,
                        actor,
                        "pixel",
                        $"{id}",
                        "backfill",
                        null,
                        new
                        {
                            request.From,
                            request.To,
                            done.Queued,
                        }
                    );
                return done;
            },
            cancellation
        );
    }

    private async Task<Response> FireAsync(
        WriteUnit unit,
        CallConfiguration configuration,
        Pixel pixel,
        IReadOnlyList<CallId> calls,
        string? next
    )
    {
        var (queued, skipped, fired, without) = (0, 0, 0, 0);
        foreach (var id in calls)
        {
            if (await CallsSql.FindAsync(unit.Connection, id) is not { } call)
                continue;
            if (PastEvents.Moment(call, await PastEvents.OfAsync(unit.Connection, id), pixel.FireOn) is not { } at)
                without++;
            else
                _ = await CallPixels.FireOneAsync(unit, outbox, call, configuration, pixel, at, unit.Now) switch
                {
                    Fired.Queued => queued++,
                    Fired.Skipped => skipped++,
                    Fired.Before => fired++,
                };
        }

        return new Response(queued, skipped, fired, without, next);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/pixels/{id}/backfill",
            async (HttpContext http, PixelId id, Request request, BackfillPixel operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
