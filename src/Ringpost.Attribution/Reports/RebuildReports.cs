using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// Makes the reports' rollups anew from the records (architecture 4.13), some hours at a time, beside all other work. Needed only after a
/// node of an earlier version wrote, or by whoever does not believe them; a run that breaks off is simply run again.
/// </summary>
public sealed class RebuildReports(Database database, Snapshot<Instance> instance)
{
    private const long Hour = 3_600_000;

    /// <summary>As much as one writing transaction does: on SQLite other writes wait for it.</summary>
    private const long Step = 2 * Hour;

    /// <param name="From">A date or a time; absent is the first record.</param>
    /// <param name="To">A date is included whole; absent is the last record.</param>
    public sealed record Request(string? From = null, string? To = null);

    /// <param name="Hours">How many hours were made anew.</param>
    public sealed record Response(Instant From, Instant To, long Hours);

    /// <param name="progress">Told of each hour span that is done.</param>
    public async Task<Result<Response>> RunAsync(
        Actor actor,
        Request request,
        Action<TimeRange>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var asked = TimeRange.Read(validation, request.From, request.To, (await instance.GetAsync(cancellation)).Zone, TimeRange.All);
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (await database.ReadAsync(RebuildSql.RangeAsync, cancellation) is not { } known)
            return new Response(asked.From, asked.From, 0);

        var first = Math.Max(asked.From.UnixMilliseconds, known.From.UnixMilliseconds) / Hour * Hour;
        var end = (Math.Min(asked.To.UnixMilliseconds, known.To.UnixMilliseconds) + Hour - 1) / Hour * Hour;
        for (var at = first; at < end; at += Step)
        {
            var part = new TimeRange(new Instant(at), new Instant(Math.Min(at + Step, end)));
            await database.WriteAsync(WriteKeys.None, unit => RebuildSql.RebuildAsync(unit, part), cancellation);
            progress?.Invoke(part);
        }

        await database.WriteAsync(
            WriteKeys.None,
            unit =>
                ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "reports",
                    "rollups",
                    "rebuild",
                    null,
                    new { from = new Instant(first), to = new Instant(end) }
                ),
            cancellation
        );
        return new Response(new Instant(first), new Instant(Math.Max(first, end)), Math.Max(0, end - first) / Hour);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversion-report/rebuild",
            async (HttpContext http, Request request, RebuildReports operation) =>
                (await operation.RunAsync(http.Actor(), request, null, http.RequestAborted)).ToOk()
        );
}
