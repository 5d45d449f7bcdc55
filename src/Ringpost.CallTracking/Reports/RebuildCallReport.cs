using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Reports;

/// <summary>Has all hours of the call report added up again, for whoever does not believe them; until then it counts the calls.</summary>
public sealed class RebuildCallReport(Database database)
{
    /// <param name="Hours">How many hours are to be added up again.</param>
    public sealed record Response(long Hours);

    public async Task<Result<Response>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteAsync<Response>(
            WriteKeys.None,
            async unit =>
            {
                var hours = await ReportSumsSql.ChangeAllAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "reports", "calls", "rebuild", null, new { hours });
                return new Response(hours);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-report/rebuild",
            async (HttpContext http, RebuildCallReport operation) => (await operation.RunAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
}
