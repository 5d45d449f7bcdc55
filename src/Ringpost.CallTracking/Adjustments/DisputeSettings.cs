using System.Data.Common;
using System.Globalization;
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

namespace Ringpost.CallTracking.Adjustments;

/// <summary>How long buyers may dispute calls, and how long the amounts of calls are pending. Days of 24 hours from a call's arrival.</summary>
/// <param name="DisputeDays">0 is not at all. 14 where nobody said otherwise: our choice, two weekly bills.</param>
/// <param name="HoldDays">0, where nobody said otherwise, is not at all. A disputed call is pending until it is decided, whatever this says.</param>
public sealed record DisputeSettings(int DisputeDays, int HoldDays = 0)
{
    private const string DisputeName = "calls.dispute_days",
        HoldName = "calls.hold_days";
    private const int Most = 365;

    public static readonly DisputeSettings Default = new(14);

    /// <summary>Until when a call's amounts may still change by the hold; null where it is over, or there is none.</summary>
    public Instant? HeldUntil(Instant arrivedAt, Instant now) =>
        arrivedAt + TimeSpan.FromDays(HoldDays) is var until && until > now && HoldDays > 0 ? until : null;

    /// <summary>Calls that arrived after this moment are held: the same as <see cref="HeldUntil"/>, for many.</summary>
    internal Instant HeldSince(Instant now) => HoldDays == 0 ? new Instant(long.MaxValue) : now + TimeSpan.FromDays(-HoldDays);

    /// <summary>Days of a setting or of a buyer's own; null stays null.</summary>
    internal static int? ReadDays(Validation validation, int? days, string field = "disputeDays") =>
        days is null ? null : validation.Whole(field, days, 0, Most, 0);

    internal static async Task<DisputeSettings> ReadAsync(DbConnection connection) =>
        new(await ReadAsync(connection, DisputeName) ?? Default.DisputeDays, await ReadAsync(connection, HoldName) ?? Default.HoldDays);

    internal async Task WriteAsync(WriteUnit unit)
    {
        await SettingsSql.WriteAsync(unit, DisputeName, DisputeDays.ToString(CultureInfo.InvariantCulture));
        await SettingsSql.WriteAsync(unit, HoldName, HoldDays.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<int?> ReadAsync(DbConnection connection, string name) =>
        int.TryParse(await SettingsSql.ReadAsync(connection, name), CultureInfo.InvariantCulture, out var days) ? days : null;
}

/// <summary>Reads and changes how long buyers may dispute calls and amounts are pending, for all calls, also those that are over. What is absent stays.</summary>
public sealed class SetDisputeSettings(Database database, ConfigurationVersion configuration)
{
    /// <param name="DisputeDays">0 to 365; so <paramref name="HoldDays"/>.</param>
    public sealed record Request(int? DisputeDays = null, int? HoldDays = null);

    public async Task<Result<DisputeSettings>> ReadAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync(DisputeSettings.ReadAsync, cancellation);
    }

    public async Task<Result<DisputeSettings>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var days = DisputeSettings.ReadDays(validation, request.DisputeDays);
        var hold = DisputeSettings.ReadDays(validation, request.HoldDays, "holdDays");
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<DisputeSettings>(
            actor,
            WriteKeys.Of("settings:disputes"),
            async unit =>
            {
                var before = await DisputeSettings.ReadAsync(unit.Connection);
                var after = new DisputeSettings(days ?? before.DisputeDays, hold ?? before.HoldDays);
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "disputes", "update", before, after);
                await configuration.RaiseAsync(unit);
                return after;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/settings/disputes",
            async (HttpContext http, SetDisputeSettings operation) => (await operation.ReadAsync(http.Actor(), http.RequestAborted)).ToOk()
        );
        api.MapPut(
            "/settings/disputes",
            async (HttpContext http, Request request, SetDisputeSettings operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
    }
}
