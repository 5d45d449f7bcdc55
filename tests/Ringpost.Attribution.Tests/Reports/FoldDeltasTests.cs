using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ringpost.Attribution.Reports;
using Ringpost.Storage;
using Ringpost.Storage.Leases;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Reports;

public sealed class FoldDeltasTests
{
    [Theory, EachDatabase]
    public async Task Rounds_that_only_merge_change_no_report_and_a_later_one_adds_all_to_the_rollups(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        var cell = place.CellOf(0, 0, 0);
        for (var row = 0; row < 120; row++)
        {
            var deltas = new ReportDeltas();
            for (var n = 0; n < 5; n++)
                deltas.AddClick(
                    cell with
                    {
                        Creative = new CreativeId(1 + (((row * 5) + n) % 300)),
                    },
                    ReportPlace.Time("2026-03-01T10:00:00Z"),
                    isDuplicate: false
                );
            await place.Database.WriteAsync(WriteKeys.None, unit => deltas.AppendAsync(unit));
        }

        async Task<string> StateAsync() =>
            $"{(await place.AskAsync(new() { GroupBy = "day", From = "2026-03-01", To = "2026-03-31" })).Totals.Single().Clicks} clicks, "
            + await place.Database.ReadAsync(async c =>
                $"{await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_deltas")} deltas, "
                + $"{await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_campaign_quarters")} in the rollup"
            );

        Assert.Equal("600 clicks, 120 deltas, 0 in the rollup", await StateAsync());
        Assert.False(await place.Fold.RunAsync(settle: false));
        Assert.Equal("600 clicks, 2 deltas, 0 in the rollup", await StateAsync());
        // Nothing is left to merge.
        Assert.False(await place.Fold.RunAsync(settle: false));
        Assert.Equal("600 clicks, 0 deltas, 300 in the rollup", await StateAsync());
    }

    [Theory, EachDatabase]
    public async Task The_worker_folds_what_waits(Dialect dialect)
    {
        await using var place = await ReportPlace.OpenAsync(dialect);
        await place.ClickAsync("2026-03-01T10:00:00Z");
        Assert.True(await place.Fold.HasWorkAsync());
        using var worker = new ReportFoldWorker(
            place.Fold,
            new Leases(place.Database, place.Network.Identifiers),
            TimeProvider.System,
            NullLogger<ReportFoldWorker>.Instance
        );
        await worker.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(async () => !await place.Fold.HasWorkAsync(), "the deltas are folded");
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal(1, (
                await place.AskAsync(
                    new()
                    {
                        GroupBy = "day",
                        From = "2026-03-01",
                        To = "2026-03-01",
                    }
                )
            ).Totals.Single().Clicks);
    }
}
