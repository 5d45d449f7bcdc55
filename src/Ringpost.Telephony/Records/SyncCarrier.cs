using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Records;

/// <summary>
/// Reads a carrier's books from a moment on: calls that came in an outage are brought in, ends that were never told settle their calls, costs are
/// filled in. A second reading of the same span changes nothing.
/// </summary>
public sealed class SyncCarrier(CarrierAccounts accounts, RecordKeeper keeper, Database database, ILogger<SyncCarrier> log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <param name="Since">ISO 8601; without an offset in the instance's zone. At most 31 days back.</param>
    /// <param name="DryRun">Counts only.</param>
    public sealed record Request(string? Since, bool DryRun = false);

    /// <param name="Seen">Calls in the carrier's books.</param>
    /// <param name="Recovered">Missed ones that were brought in.</param>
    /// <param name="Settled">Those whose end was not known here.</param>
    /// <param name="Priced">Those whose cost was not known here.</param>
    /// <param name="NotOurs">To numbers that belonged to no campaign at the time.</param>
    /// <param name="GoingOn">Not ended yet.</param>
    public sealed record Answer(Instant Since, int Seen, int Recovered, int Settled, int Priced, int NotOurs, int GoingOn, bool DryRun);

    public async Task<Result<Answer>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var zone = (await database.ReadAsync(Instance.ReadAsync, cancellation)).Zone;
        if (!Instant.TryParse(request.Since, zone, out var since))
            return new Invalid("since", "From when on, as 2026-01-31T09:00.");
        if (since > database.Now || since < database.Now - Longest)
            return new Invalid("since", "A moment of the last 31 days.");
        return await RunAsync(id, since, request.DryRun, cancellation);
    }

    internal async Task<Result<Answer>> RunAsync(CarrierId id, Instant since, bool dryRun, CancellationToken cancellation)
    {
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var began = database.Now;
        // The books are asked by days of UTC; the last one counts to the midnight that ends today.
        var listed = await opened.Value.ListCallsAsync(Day(since), Day(began + TimeSpan.FromDays(1)), cancellation);
        if (!listed.IsOk)
            return listed.Refusal;
        var children = listed.Value.Where(c => c.ParentSid is not null).ToLookup(c => c.ParentSid!, StringComparer.Ordinal);
        var inbound = listed
            .Value.Where(c => c is { IsInbound: true, StartedAt: not null } && c.StartedAt >= since)
            .DistinctBy(c => c.Sid)
            // Oldest first, so that which call of a caller was the first is told right.
            .OrderBy(c => c.StartedAt)
            .ToList();
        var counts = new RecordCounts();
        foreach (var some in inbound.Chunk(500))
            await keeper.TakeAsync(opened.Value.Account, some, children, counts, dryRun, cancellation);
        if (!dryRun)
        {
            await database.WriteAsync(WriteKeys.None, unit => CarriersSql.SetSyncedAsync(unit, id, began), cancellation);
            TelephonyLog.Synced(log, id.Value, inbound.Count, counts.Recovered, counts.Settled, counts.Priced);
        }

        return new Answer(since, inbound.Count, counts.Recovered, counts.Settled, counts.Priced, counts.NotOurs, counts.GoingOn, dryRun);
    }

    private static string Day(Instant at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers/{id}/sync",
            async (HttpContext http, CarrierId id, Request request, SyncCarrier operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
