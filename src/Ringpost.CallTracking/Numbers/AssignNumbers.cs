using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

/// <summary>Gives many numbers to campaigns and publishers at once: foreseen row by row, then all or nothing.</summary>
public sealed class AssignNumbers(
    Database database,
    ConfigurationVersion configuration,
    Identifiers identifiers,
    IOptions<CallOptions> options
)
{
    /// <param name="Line">Of the file, to name it.</param>
    /// <param name="Campaign">Its id, or its exact name.</param>
    /// <param name="Publisher">The same; empty is none.</param>
    public sealed record Row(long Line, string? Number, string? Campaign, string? Publisher, bool OverrideRest);

    /// <param name="Apply">False foresees only.</param>
    public sealed record Request(IReadOnlyList<Row> Rows, bool Apply);

    public async Task<Result<AssignmentPlan>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var keys = new List<string> { NumberHoldsSql.Key };
        var foreseen = await database.ReadAsync(
            async connection =>
            {
                var reading = await LoadAsync(connection);
                keys.AddRange(reading.KeysOf(request.Rows));
                return await ReadAsync(reading, request);
            },
            cancellation
        );
        if (!request.Apply)
            return AssignmentPlan.Of([.. foreseen.Select(r => r.Plan)], stored: false);

        return await database.WriteOnceAsync<AssignmentPlan>(
            actor,
            WriteKeys.Of([.. keys]),
            async unit =>
            {
                // What was foreseen may have changed since; under the keys it no longer can.
                var rows = await ReadAsync(await LoadAsync(unit.Connection), request);
                if (rows.Any(r => r.Plan.Verdict == AssignmentVerdict.Error))
                    return AssignmentPlan.Of([.. rows.Select(r => r.Plan)], stored: false);
                foreach (var row in rows.Where(r => r.After is not null))
                    await StoreAsync(unit, actor, row);
                await configuration.RaiseAsync(unit);
                return AssignmentPlan.Of([.. rows.Select(r => r.Plan)], stored: true);
            },
            cancellation
        );
    }

    private Task<AssignmentReading> LoadAsync(System.Data.Common.DbConnection connection) =>
        AssignmentReading.LoadAsync(connection, database.Now, options.Value.NumberRest);

    private async Task<IReadOnlyList<AssignmentRow>> ReadAsync(AssignmentReading reading, Request request)
    {
        var rows = new List<AssignmentRow>(request.Rows.Count);
        foreach (var row in request.Rows)
            rows.Add(await reading.ReadAsync(row, identifiers.TimeOrdered));
        return rows;
    }

    private async Task StoreAsync(WriteUnit unit, Actor actor, AssignmentRow row)
    {
        var after = row.After!;
        if (row.Before is null)
            await NumbersSql.InsertAsync(unit, after);
        else
            await NumbersSql.UpdateAsync(unit, after);
        await NumberAssignmentsSql.MoveAsync(unit, actor, row.Before, after, identifiers.TimeOrdered(), row.CutsShort);
        await ChangeLogSql.AppendAsync(
            unit,
            actor,
            "number",
            $"{after.Id}",
            row.Before is null ? "create" : "update",
            row.Before,
            after,
            new("call-campaign", $"{after.CampaignId}")
        );
    }
}
