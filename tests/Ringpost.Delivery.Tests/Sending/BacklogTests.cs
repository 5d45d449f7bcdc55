using Dapper;
using Npgsql;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Sending;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

/// <summary>
/// An outage's backlog on PostgreSQL, whose statistics are of the time before it, when nothing waited: what stores results and gives back reads
/// the deliveries that it names and not all that wait.
/// </summary>
public sealed class BacklogTests
{
    private const int Waiting = 5_000;

    [Fact]
    public async Task Results_are_stored_without_reading_what_else_waits()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Postgres);
        var claimed = await BacklogAsync(test);

        var read = await ReadOfWaitingAsync(
            test,
            async unit =>
            {
                AttemptResult[] results = [.. claimed.Select(c => Delivered(c, unit))];
                Assert.All(await new AttemptWriter().WritePostgresAsync(results, (NpgsqlConnection)unit.Connection, unit), Assert.True);
            }
        );

        Assert.True(read < Waiting / 10, $"{read} entries of what waits were read for {claimed.Count} results.");
    }

    [Fact]
    public async Task What_is_given_back_is_found_without_reading_what_else_waits()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Postgres);
        var claimed = await BacklogAsync(test);

        var read = await ReadOfWaitingAsync(
            test,
            unit => ClaimSql.GiveBackAsync(unit, "one", [.. claimed.Select(c => c.Id)], wasSent: false)
        );

        Assert.True(read < Waiting / 10, $"{read} entries of what waits were read for {claimed.Count} that were given back.");
    }

    [Fact]
    public async Task A_claim_reads_little_more_than_it_takes_where_the_server_looked_when_nothing_waited()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Postgres);
        await BacklogAsync(test);

        var read = await ReadOfWaitingAsync(test, async unit => Assert.Equal(50, (await ClaimAsync(unit)).Count));

        Assert.True(read < Waiting / 10, $"{read} entries of what waits were read to claim 50.");
    }

    [Fact]
    public async Task A_claim_reads_little_more_than_it_takes_where_the_server_never_looked_at_what_waits()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Postgres);
        await StoreAsync(test);

        var read = await ReadOfWaitingAsync(test, async unit => Assert.Equal(50, (await ClaimAsync(unit)).Count));

        Assert.True(read < Waiting / 10, $"{read} entries of what waits were read to claim 50.");
    }

    private static async Task<IReadOnlyList<ClaimedDelivery>> BacklogAsync(WorkerTest test)
    {
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            unit => test.Outbox.EnqueueAsync(unit, Drafts.To("http://a.example/", "first"))
        );
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            unit => unit.Connection.ExecuteAsync("DELETE FROM open_deliveries; ANALYZE deliveries, open_deliveries")
        );
        await StoreAsync(test);
        return await test.Test.Database.WriteBatchAsync(ClaimAsync);
    }

    private static Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(WriteUnit unit) =>
        ClaimSql.ClaimAsync(unit, "one", TimeSpan.FromMinutes(1), new ClaimShares(50, 50, 50, [], []));

    private static Task StoreAsync(WorkerTest test) =>
        test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < Waiting; i++)
                    await test.Outbox.EnqueueAsync(unit, Drafts.To("http://a.example/", $"key{i}"));
            }
        );

    /// <summary>How many entries of what waits a unit reads, from the table or its indexes, as the server counts them.</summary>
    private static Task<long> ReadOfWaitingAsync(WorkerTest test, Func<WriteUnit, Task> work) =>
        test.Test.Database.WriteBatchAsync(async unit =>
        {
            await work(unit);
            return await unit.Connection.ExecuteScalarAsync<long>(
                "SELECT sum(pg_stat_get_xact_tuples_returned(name::regclass)) FROM unnest(ARRAY['open_deliveries', 'open_deliveries_pkey', 'open_deliveries_due']) name"
            );
        });

    private static AttemptResult Delivered(ClaimedDelivery claimed, WriteUnit unit) =>
        new(
            claimed.Id,
            claimed.Number,
            unit.Now.UnixMilliseconds,
            200,
            null,
            1,
            "",
            DeliveryState.Delivered,
            "",
            null,
            unit.Now.UnixMilliseconds
        );
}
