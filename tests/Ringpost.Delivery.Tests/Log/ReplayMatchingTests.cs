using Dapper;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Log;

public sealed class ReplayMatchingTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    [Theory, EachDatabase]
    public async Task A_filter_is_counted_first_then_replayed_in_slices_and_never_twice(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await FillAsync(test, 450);
        test.Time.Advance(TimeSpan.FromSeconds(1));
        var selection = new ReplaySelection(Filter: Query(state: "failed"));
        var preview = (await Preview(test).RunAsync(Reader, selection)).Value;
        Assert.Equal((450, 450), (preview.Count, preview.States["failed"]));
        Assert.Equal(["h0.example", "h1.example"], preview.Hosts.Keys.Order());

        Assert.IsType<Forbidden>((await Matching(test).RunAsync(Reader, new(selection, preview.Until))).Refusal);
        // What fails after the preview stays out.
        test.Time.Advance(TimeSpan.FromSeconds(5));
        await FillAsync(test, 1, "later");
        var (replayed, slices) = (0, 0);
        for (string? next = null; slices == 0 || next is not null; slices++)
        {
            var slice = (await Matching(test).RunAsync(Actor.System, new(selection, preview.Until, next))).Value;
            (replayed, next) = (replayed + slice.Replayed, slice.Next);
        }

        Assert.Equal((450, 3), (replayed, slices));
        Assert.Equal(1, (await Preview(test).RunAsync(Reader, selection)).Value.Count);
        Assert.Equal(0, (await Matching(test).RunAsync(Actor.System, new(selection, preview.Until))).Value.Replayed);
        var keys = await test.Test.Database.ReadAsync(c =>
            c.QueryAsync<(long Replays, long Keys)>(
                "SELECT count(*), count(DISTINCT idempotency_key) FROM deliveries WHERE replay = 1 AND state = 'pending'"
            )
        );
        Assert.Equal((450, 450), keys.Single());
    }

    [Theory, EachDatabase]
    public async Task A_selection_is_taken_by_ids_without_what_was_skipped_or_waits(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await FillAsync(test, 2);
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await test.EnqueueAsync(Drafts.To("https://h.example/", "waits"));
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            unit => test.Outbox.EnqueueSkippedAsync(unit, Drafts.To("https://h.example/", "skipped"), "No.")
        );
        var all = await test.Test.Database.ReadAsync(c => DeliveryLogSql.ListAsync(c, new DeliveryFilter(TimeRange.All), null, 10));
        var selection = new ReplaySelection([
            .. all.Where(d => d.SourceId != "c1").Select(d => d.Id.Value),
            "'; DROP TABLE deliveries; --",
        ]);
        test.Time.Advance(TimeSpan.FromSeconds(1));
        var preview = (await Preview(test).RunAsync(Reader, selection)).Value;
        Assert.Equal(1, preview.Count);
        Assert.Equal(1, (await Matching(test).RunAsync(Actor.System, new(selection, preview.Until))).Value.Replayed);
        Assert.IsType<Invalid>((await Preview(test).RunAsync(Reader, new ReplaySelection([]))).Refusal);
        Assert.IsType<Invalid>((await Preview(test).RunAsync(Reader, new ReplaySelection())).Refusal);
        Assert.IsType<Invalid>((await Matching(test).RunAsync(Actor.System, new(selection, "x"))).Refusal);
    }

    private static async Task FillAsync(WorkerTest test, int count, string name = "c")
    {
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < count; i++)
                    await test.Outbox.EnqueueAsync(unit, Drafts.To($"https://h{i % 2}.example/", $"{name}{i}"));
                return await unit.Connection.ExecuteAsync(
                    unit.Pick(
                        "",
                        "UPDATE open_deliveries SET state = 'failed', next_attempt_at = NULL "
                            + "WHERE id IN (SELECT id FROM deliveries WHERE state = 'pending' AND replay = 0); "
                    ) + "UPDATE deliveries SET state = 'failed', next_attempt_at = NULL WHERE state = 'pending' AND replay = 0"
                );
            }
        );
    }

    private static ListDeliveries.Query Query(string? state = null) => new() { State = state };

    private static ListDeliveries List(WorkerTest test) =>
        new(test.Test.Database, new Snapshot<Instance>(test.Test.Database, test.Test.Configuration, Instance.ReadAsync));

    private static PreviewReplay Preview(WorkerTest test) => new(test.Test.Database, List(test), test.Identifiers);

    private static ReplayMatching Matching(WorkerTest test) => new(test.Test.Database, List(test), test.Identifiers, test.Wake);
}
