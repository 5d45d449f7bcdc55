using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Reconciliation.Periods;

/// <summary>
/// Closes the days through one: every amount of them, and whatever was recorded since for days that were closed before, gets its place in a numbered
/// bill or statement. Done once; a closing that was cut off goes on by itself, or when the same day is asked for again.
/// </summary>
public sealed class ClosePeriod
{
    private readonly Database _database;
    private readonly Snapshot<Instance> _instance;
    private readonly PeriodClosing _closing;
    private readonly Identifiers _identifiers;

    internal ClosePeriod(Database database, Snapshot<Instance> instance, PeriodClosing closing, Identifiers identifiers) =>
        (_database, _instance, _closing, _identifiers) = (database, instance, closing, identifiers);

    /// <param name="progress">Told how many amounts were looked at so far.</param>
    /// <param name="cancellation">Until the period is stored; what follows goes on to its end, or is taken up by the worker.</param>
    public async Task<Result<Period>> RunAsync(
        Actor actor,
        PeriodQuestion question,
        Action<long>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        var instance = await _instance.GetAsync(cancellation);
        // Taken in the same transaction that makes it, or a worker could come first.
        var runner = _identifiers.TimeOrdered();
        var stored = await _database.WriteOnceAsync<Period>(
            actor,
            WriteKeys.Of(PeriodsSql.Key),
            async unit =>
            {
                var last = await PeriodsSql.LastAsync(unit.Connection);
                if (last is { State: PeriodState.Closing } && last.Through != question.Through?.Trim())
                    return new Clash(
                        "period-is-closing",
                        $"The days through {last.Through} are being closed. Close others when that is done."
                    );
                if (last is { State: PeriodState.Closing })
                {
                    await PeriodsSql.TakeAsync(unit, last.Id, runner);
                    return last;
                }

                var validation = new Validation();
                var issuer = await SettingsSql.ReadAsync(unit.Connection, SetIssuer.Setting) ?? "";
                if (question.Read(validation, last, instance, actor, issuer, unit.Now) is not { } period)
                    return validation.ToRefusal();
                await PeriodsSql.InsertAsync(unit, actor, period, runner);
                return period;
            },
            cancellation
        );
        if (!stored.IsOk || stored.Value.State == PeriodState.Closed)
            return stored;
        return await _closing.RunAsync(stored.Value, runner, actor, progress, CancellationToken.None) is { } closed ? closed
            : await _database.ReadAsync(c => PeriodsSql.FindAsync(c, stored.Value.Id), cancellation) is { State: PeriodState.Closed } done
                ? done
            : new Clash(
                "period-is-closing",
                $"The days through {stored.Value.Through} are being closed by somebody else. Look again in a minute."
            );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/periods/close",
            async (HttpContext http, PeriodQuestion question, ClosePeriod operation) =>
                (await operation.RunAsync(http.Actor(), question, null, http.RequestAborted)).ToOk()
        );
}
