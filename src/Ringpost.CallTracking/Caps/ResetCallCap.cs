using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>
/// Sets one cap's present period back to nothing, or counts it again from the stored calls; of calls at the same time it gives back the slots of
/// calls that are over. Places of live calls stay. Written to the card's history.
/// </summary>
public sealed class ResetCallCap(Database database, ConfigurationVersion configuration)
{
    /// <param name="Cap"><c>hourly</c>, <c>dailySum</c>, …, or <c>concurrency</c>.</param>
    /// <param name="Currency">Of a cap on money; absent is the instance's.</param>
    /// <param name="CountAgain">Count what is stored instead of beginning with nothing.</param>
    public sealed record Request(string? Cap, string? Currency = null, bool? CountAgain = null);

    public async Task<Result<CallCapsAnswer>> RunAsync(
        Actor actor,
        CapOwnerKind kind,
        string id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var isIn = database.Pick("IN @owners", "= ANY(@owners)");
        var kindOf = CapsFeature.NameOf(kind);
        return await database.WriteOnceAsync<CallCapsAnswer>(
            actor,
            WriteKeys.Of($"{kindOf}:{id}", $"cap:{id}"),
            async unit =>
            {
                if (await CapsNowSql.FindAsync(unit.Connection, kind, id) is not { } owner)
                    return new Missing($"{kind} {id}");
                var validation = new Validation();
                if (request.Cap == "concurrency")
                {
                    var freed = await CapsNowSql.FreeAsync(unit, id);
                    await ChangeLogSql.AppendAsync(unit, actor, kindOf, id, "reset-cap", null, new { cap = "concurrency", freed });
                }
                else
                {
                    if (await FindAsync(unit, owner, request, validation) is not { } stand)
                        return validation.ToRefusal();
                    var used = await SetAsync(unit, stand, request.CountAgain ?? false);
                    await ChangeLogSql.AppendAsync(unit, actor, kindOf, id, "reset-cap", Of(stand, stand.Used), Of(stand, used));
                }

                // What nodes saw full belongs to the picture that they drop now.
                await configuration.RaiseAsync(unit);
                return await CapsNowSql.ReadAsync(unit.Connection, owner, unit.Now, isIn);
            },
            cancellation
        );
    }

    private static async Task<CapStand?> FindAsync(WriteUnit unit, CapOwner owner, Request request, Validation validation)
    {
        var instance = await Instance.ReadAsync(unit.Connection);
        var currency = instance.Currency;
        if (!string.IsNullOrWhiteSpace(request.Currency) && !Currency.TryParse(request.Currency, out currency))
            validation.Add("currency", "An ISO 4217 code, as USD.");
        var stands = await CapStand.ReadAsync(unit, [owner], instance.Zone, unit.Now, currency.Code, locked: true);
        var found = stands.FirstOrDefault(s => s.Line.Field == request.Cap);
        if (found is null)
            validation.Add(
                "cap",
                stands.Count == 0
                    ? "No cap is set here."
                    : Phrase.Of($"One of the caps that are set: {string.Join(", ", stands.Select(s => s.Line.Field))}, or concurrency.")
            );
        return validation.HasErrors ? null : found;
    }

    private static async Task<long> SetAsync(WriteUnit unit, CapStand stand, bool countAgain)
    {
        var used = countAgain
            ? await CapUsageSql.CountAsync(unit.Connection, stand.Owner, stand.Line.Measure, stand.Key.Currency, stand.Range)
            : 0;
        await CapCountersSql.SetAsync(unit, stand.Key, used);
        return used;
    }

    private static object Of(CapStand stand, long used) =>
        new
        {
            cap = stand.Line.Field,
            used = stand.Line.Measure == CapMeasure.Money ? used / 1_000_000m : used,
            currency = stand.Key.Currency.Length == 0 ? null : stand.Key.Currency,
        };

    internal static void Map(IEndpointRouteBuilder api)
    {
        foreach (var kind in Enum.GetValues<CapOwnerKind>())
            api.MapPost(
                $"/{CapsFeature.PathOf(kind)}/{{id}}/caps/reset",
                async (HttpContext http, string id, Request request, ResetCallCap operation) =>
                    (await operation.RunAsync(http.Actor(), kind, id, request, http.RequestAborted)).ToOk()
            );
    }
}
