using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Sending;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Outbox;

/// <summary>What stood before deliveries had a table of what is open, and what a node stores that knows nothing of it (decision 0024).</summary>
public sealed class OpenDeliveriesTests
{
    private const string Script = "delivery/0060-open-deliveries";
    private const long Long = 9_000_000_000_000;

    [Theory, EachDatabase]
    public async Task What_waited_was_claimed_or_failed_before_does_so_after_the_migration(Dialect dialect)
    {
        await using var test = await BeforeAsync(dialect);
        await StoreAsync(test, "waits", "'pending', 0, 1, NULL, NULL");
        await StoreAsync(test, "claimed", $"'pending', 1, 1, 'another', {Long}");
        await StoreAsync(test, "failed", "'failed', 9, NULL, NULL, NULL");
        await StoreAsync(test, "rejected", "'rejected', 1, NULL, NULL, NULL");
        await StoreAsync(test, "delivered", "'delivered', 1, NULL, NULL, NULL");
        await StoreAsync(test, "skipped", "'skipped', 0, NULL, NULL, NULL");
        await MigrateAsync(test, dialect);

        Assert.Equal(["claimed", "failed", "rejected", "waits"], await OpenAsync(test));
        Assert.Equal([("waits", 1L)], await ClaimAsync(test));
    }

    [Fact]
    public async Task What_a_node_of_the_version_before_stores_is_sent_and_it_claims_nothing_more()
    {
        await using var test = await BeforeAsync(Dialect.Postgres);
        await StoreAsync(test, "done", $"'pending', 1, 1, 'older', {Long}");
        await StoreAsync(test, "again", $"'pending', 1, 1, 'older', {Long}");
        await MigrateAsync(test, Dialect.Postgres);

        // It stores one more, and looks for what it may claim.
        await RunAsync(test, Insert("new", "'pending', 0, 1", "state, attempts, next_attempt_at"));
        var claims = await test.Database.ReadAsync(c =>
            c.QueryAsync<string>(
                $"SELECT id FROM deliveries WHERE state = 'pending' AND next_attempt_at <= {Long} AND (claimed_until IS NULL OR claimed_until <= {Long})"
            )
        );
        Assert.Empty(claims);
        // And has the results of the two that it sends.
        await RunAsync(
            test,
            "UPDATE deliveries SET state = 'delivered', next_attempt_at = NULL, finished_at = 5, claimed_by = NULL, claimed_until = NULL WHERE id = 'done'"
        );
        await RunAsync(test, "UPDATE deliveries SET next_attempt_at = 2, claimed_by = NULL, claimed_until = NULL WHERE id = 'again'");

        Assert.Equal(["again", "new"], await OpenAsync(test));
        Assert.Equal([("again", 2L), ("new", 1L)], (await ClaimAsync(test)).Order());
        Assert.Empty(await ClaimAsync(test));

        // A result that comes after a newer node's claim changes nothing.
        await RunAsync(test, "UPDATE deliveries SET state = 'failed', next_attempt_at = NULL, claimed_until = NULL WHERE id = 'again'");
        Assert.Equal(
            ["pending"],
            await test.Database.ReadAsync(c => c.QueryAsync<string>("SELECT state FROM open_deliveries WHERE id = 'again'"))
        );
        await RunAsync(test, "DELETE FROM deliveries WHERE id = 'new'");
        Assert.Equal(["again"], await OpenAsync(test));
    }

    [Theory, EachDatabase]
    public async Task Of_two_results_of_one_delivery_that_are_stored_together_the_one_of_the_last_claim_stands(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.EnqueueAsync(Drafts.To("http://a.example/"));
        ClaimedDelivery[] claims = [await ClaimAsync(), await ClaimAsync()];
        AttemptResult[] results =
        [
            Result(claims[0], 500, DeliveryState.Pending, next: 7),
            Result(claims[1], 200, DeliveryState.Delivered, next: null),
        ];

        var taken = await test.Test.Database.WriteBatchAsync(unit =>
            unit.Connection is NpgsqlConnection postgres
                ? new AttemptWriter().WritePostgresAsync(results, postgres, unit)
                : new AttemptWriter().WriteSqliteAsync(results, (SqliteConnection)unit.Connection, unit)
        );

        Assert.Equal([false, true], taken);
        var row = await test.RowAsync();
        Assert.Equal(("delivered", 2L, (long?)null), (row.State, row.Logged, row.NextAttemptAt));
        Assert.Empty(await OpenAsync(test.Test));

        // A lease that is over at once.
        async Task<ClaimedDelivery> ClaimAsync() =>
            Assert.Single(
                await test.Test.Database.WriteBatchAsync(unit =>
                    ClaimSql.ClaimAsync(unit, "one", TimeSpan.Zero, new ClaimShares(50, 50, 50, [], []))
                )
            );
    }

    private static AttemptResult Result(ClaimedDelivery claim, int status, DeliveryState state, long? next) =>
        new(claim.Id, claim.Number, 5, status, null, 1, "", state, "", next, next is null ? 5 : null);

    private static async Task<TestDatabase> BeforeAsync(Dialect dialect)
    {
        var test = await TestDatabase.OpenEmptyAsync(dialect, TimeProvider.System);
        foreach (var script in Scripts(dialect).TakeWhile(s => s.Name != Script))
            await RunAsync(test, script.Contents);
        return test;
    }

    private static async Task MigrateAsync(TestDatabase test, Dialect dialect)
    {
        foreach (var script in Scripts(dialect).SkipWhile(s => s.Name != Script))
            await RunAsync(test, script.Contents);
    }

    private static IReadOnlyList<DbUp.Engine.SqlScript> Scripts(Dialect dialect) =>
        Migrator.Scripts([StorageModule.Schema, DeliveryModule.Schema], dialect);

    private static Task StoreAsync(TestDatabase test, string id, string values) =>
        RunAsync(test, Insert(id, values, "state, attempts, next_attempt_at, claimed_by, claimed_until"));

    private static string Insert(string id, string values, string columns) =>
        "INSERT INTO deliveries (id, source, source_id, rule_id, event, transaction_id, idempotency_key, replay, method, url, host, headers, success_rule, "
        + $"note, created_at, {columns}) VALUES ('{id}', 'call', 'c', 'r', 'paid', '', '{id}', 0, 'GET', 'http://a.example/', 'a.example', '{{}}', 'Status', "
        + $"'', 1, {values})";

    private static Task RunAsync(TestDatabase test, string sql) =>
        test.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync(sql));

    private static async Task<IEnumerable<string>> OpenAsync(TestDatabase test) =>
        await test.Database.ReadAsync(c => c.QueryAsync<string>("SELECT id FROM open_deliveries ORDER BY id"));

    private static async Task<IEnumerable<(string Id, long Number)>> ClaimAsync(TestDatabase test) =>
        (
            await test.Database.WriteBatchAsync(unit =>
                ClaimSql.ClaimAsync(unit, "newer", TimeSpan.FromMinutes(1), new ClaimShares(50, 50, 50, [], []))
            )
        ).Select(c => (c.Id.Value, c.Number));
}
