using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Campaigns;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Blocks;

/// <summary>
/// Blocks the numbers of a file: Number, Campaign (empty: all), Expires (empty: never), Note; or one number a line without a head. Foreseen
/// row by row first, then all or nothing. The same file again changes nothing.
/// </summary>
public sealed class ImportBlockedNumbers(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    private static readonly string[] Known = ["Number", "Campaign", "Expires", "Note"];

    /// <param name="Csv">The file's text.</param>
    /// <param name="Apply">False foresees only.</param>
    public sealed record Request(string? Csv, bool Apply = false);

    public async Task<Result<BlockedNumberPlan>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (string.IsNullOrWhiteSpace(request.Csv))
            return new Invalid("csv", "A file with the column Number, or with one number a line, is needed.");
        var read = CsvRows.Read(WithHead(request.Csv), Known, ["Number"]);
        if (!read.IsOk)
            return new Invalid("csv", read.Refusal.Says);
        if (!request.Apply)
            return await database.ReadAsync(
                async c =>
                    BlockedNumberPlan.Of([.. (await ReadAsync(c, actor, read.Value, database.Now)).Select(r => r.Row)], stored: false),
                cancellation
            );

        return await database.WriteOnceAsync<BlockedNumberPlan>(
            actor,
            WriteKeys.Of("blocked-numbers"),
            async unit =>
            {
                var rows = await ReadAsync(unit.Connection, actor, read.Value, unit.Now);
                var blocks = rows.Select(r => r.After).OfType<BlockedNumber>().ToList();
                var plan = BlockedNumberPlan.Of([.. rows.Select(r => r.Row)], stored: rows.TrueForAll(r => !IsError(r.Row)));
                if (!plan.Stored || blocks.Count == 0)
                    return plan;
                await BlockedNumbersSql.StoreAsync(unit, blocks);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "blocked-numbers",
                    "file",
                    "upload",
                    null,
                    new { added = plan.Adds, changed = plan.Changes }
                );
                await configuration.RaiseAsync(unit);
                return plan;
            },
            cancellation
        );
    }

    private async Task<List<(PlannedBlock Row, BlockedNumber? After)>> ReadAsync(
        DbConnection connection,
        Actor actor,
        IReadOnlyList<CsvRow> rows,
        Instant now
    )
    {
        var reading = new BlockedNumberReading(
            await BlockedNumbersSql.AllAsync(connection),
            await CallCampaignsSql.LivingAsync(connection),
            (await Instance.ReadAsync(connection)).Zone,
            actor.Name,
            now
        );
        return [.. rows.Select(r => reading.Read(r, identifiers.TimeOrdered))];
    }

    private static bool IsError(PlannedBlock row) => row.Verdict == BlockedNumberVerdict.Error;

    /// <summary>A plain list has no head: its first line is a number.</summary>
    private static string WithHead(string file)
    {
        var text = file.TrimStart('\uFEFF');
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return BlockPattern.Read(end < 0 ? text : text[..end], "US", out _) is null ? text : "Number\n" + text;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/blocked-numbers/import",
            async (HttpContext http, Request request, ImportBlockedNumbers operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
