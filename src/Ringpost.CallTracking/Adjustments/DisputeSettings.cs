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

/// <summary>How long buyers may dispute calls.</summary>
/// <param name="Days">Days of 24 hours from a call's arrival; 0 is not at all. 14 where nobody said otherwise: our choice, two weekly bills.</param>
public sealed record DisputeSettings(int Days)
{
    private const string Name = "calls.dispute_days";
    private const int Most = 365;

    public static readonly DisputeSettings Default = new(14);

    /// <summary>Days of a setting or of a buyer's own; null stays null.</summary>
    internal static int? ReadDays(Validation validation, int? days) =>
        days is null ? null : validation.Whole("disputeDays", days, 0, Most, 0);

    internal static async Task<DisputeSettings> ReadAsync(DbConnection connection) =>
        int.TryParse(await SettingsSql.ReadAsync(connection, Name), CultureInfo.InvariantCulture, out var days)
            ? new DisputeSettings(days)
            : Default;

    internal Task WriteAsync(WriteUnit unit) => SettingsSql.WriteAsync(unit, Name, Days.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Reads and changes how long buyers may dispute calls, for all calls, also those that are over.</summary>
public sealed class SetDisputeSettings(Database database)
{
    /// <param name="DisputeDays">0 to 365.</param>
    public sealed record Request(int? DisputeDays);

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
        if (days is null)
            validation.Add("disputeDays", "How many days after a call buyers may dispute it.");
        if (validation.HasErrors)
            return validation.ToRefusal();
        return await database.WriteOnceAsync<DisputeSettings>(
            actor,
            WriteKeys.Of("settings:disputes"),
            async unit =>
            {
                var before = await DisputeSettings.ReadAsync(unit.Connection);
                var after = new DisputeSettings(days!.Value);
                await after.WriteAsync(unit);
                await ChangeLogSql.AppendAsync(unit, actor, "settings", "disputes", "update", before, after);
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
