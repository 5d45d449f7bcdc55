using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Telephony.Rest;

namespace Ringpost.Telephony.Numbers;

/// <summary>
/// Points numbers at the carrier here again: voice, status and fallback URL. Named ones, or all that are assigned here and have drifted; a number
/// that nobody has here is touched only when it is named.
/// </summary>
public sealed class SetNumbersRight(CarrierAccounts accounts, Snapshot<CallConfiguration> calls, Database database, PublicUrls urls)
{
    /// <param name="Sids">The carrier's ids; null is all that have drifted.</param>
    public sealed record Request(IReadOnlyList<string>? Sids = null);

    /// <param name="Message">Why it was not set.</param>
    public sealed record Line(PhoneNumber Number, bool Done, Phrase? Message);

    public sealed record Answer(IReadOnlyList<Line> Numbers, int Done);

    public async Task<Result<Answer>> RunAsync(Actor actor, CarrierId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var opened = await accounts.OpenAsync(id, cancellation);
        if (!opened.IsOk)
            return opened.Refusal;
        var listed = await opened.Value.ListNumbersAsync(cancellation);
        if (!listed.IsOk)
            return listed.Refusal;
        var configuration = await calls.GetAsync(cancellation);
        var wanted = listed.Value.Where(n =>
            request.Sids is { } sids
                ? sids.Contains(n.Sid, StringComparer.Ordinal)
                : CarrierNumberLine.Of(n, opened.Value, configuration, urls).HasDrifted
        );
        var lines = new List<Line>();
        foreach (var number in wanted)
        {
            var result = await opened.Value.SetUrlsAsync(
                number.Sid,
                NumberUrls.Of(opened.Value.Account, urls, number.Number),
                cancellation
            );
            lines.Add(new(number.Number, result.IsOk, result.Refusal?.Says));
        }

        await database.WriteAsync(
            WriteKeys.None,
            unit => ChangeLogSql.AppendAsync(unit, actor, "carrier", $"{id}", "set-numbers-right", null, new { lines }),
            cancellation
        );
        return new Answer(lines, lines.Count(l => l.Done));
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/carriers/{id}/numbers/set-right",
            async (HttpContext http, CarrierId id, Request request, SetNumbersRight operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
