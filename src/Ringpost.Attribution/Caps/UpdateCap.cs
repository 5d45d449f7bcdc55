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

namespace Ringpost.Attribution.Caps;

/// <summary>Changes a cap. What is absent stays; a limit of null or −1 is none. With another interval, start or zone it counts its new period anew.</summary>
public sealed class UpdateCap(Database database, ConfigurationVersion configuration, TimeProvider time)
{
    public sealed record Request(
        string? Interval = null,
        Optional<long?> Limit = default,
        Optional<Instant?> Start = default,
        Optional<string> Zone = default,
        bool? AlertOnly = null
    );

    public async Task<Result<CapAnswer>> RunAsync(Actor actor, CapId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (await database.ReadAsync(c => CapsSql.FindAsync(c, id), cancellation) is not { } standing)
            return new Missing($"Cap {id}");
        var validation = new Validation();
        var after = CapDraft.Settle(validation, standing, request);
        if (validation.HasErrors)
            return validation.ToRefusal();
        after = after with { Zone = await database.ReadAsync(c => CapsSql.ZoneAsync(c, after.ZoneId), cancellation) };
        var period = CapPeriodRule.Of(after, Instant.From(time.GetUtcNow()));
        var before = await CapCounting.BeforeAsync(database, after, period, false, cancellation);

        return await database.WriteOnceAsync<CapAnswer>(
            actor,
            WriteKeys.Of($"caps:{standing.OfferId}"),
            async unit =>
            {
                if (await CapsSql.FindAsync(unit.Connection, id) is not { } old)
                    return new Missing($"Cap {id}");
                if (await CapsSql.FindTwinAsync(unit.Connection, after) is { } twin)
                    return CapDraft.Taken(twin);
                await CapsSql.UpdateAsync(unit, after);
                var isSamePeriod = period is { } now && CapPeriodRule.Of(old, unit.Now)?.Start == now.Start && old.Limit is not null;
                if (isSamePeriod)
                    await KeepAsync(unit, after, period!.Value);
                else
                    await CapCounting.PutAsync(unit, after, period, before, false);
                var answer = await CapNow.ReadAsync(unit.Connection, after, unit.Now);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "cap",
                    $"{id}",
                    "update",
                    CapAnswer.Of(old, null, null),
                    CapAnswer.Of(after, null, null),
                    CapWords.CardOf(after)
                );
                await configuration.RaiseAsync(unit);
                return answer;
            },
            cancellation
        );
    }

    /// <summary>The places stay taken; only whether that meets the limit is another question now.</summary>
    private static async Task KeepAsync(WriteUnit unit, Cap cap, CapPeriod period)
    {
        var tally = await CapCountersSql.LockAsync(unit, [new CapSlot(cap, period).Key]);
        var count = tally.Of(new CapSlot(cap, period));
        await CapCountersSql.PutAsync(unit, count.Key, count.Used, count.Used >= cap.Limit ? count.MetAt ?? unit.Now : null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/caps/{id}",
            async (HttpContext http, CapId id, Request request, UpdateCap operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
