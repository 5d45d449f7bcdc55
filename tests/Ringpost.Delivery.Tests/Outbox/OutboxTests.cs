using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Outbox;

public sealed class OutboxTests
{
    [Theory, EachDatabase]
    public async Task The_same_key_is_stored_once(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema);
        var outbox = new Ringpost.Delivery.Outbox.Outbox(new Identifiers(TimeProvider.System), new Wake(TimeProvider.System));

        await test.Database.WriteAsync(WriteKeys.None, unit => outbox.EnqueueAsync(unit, Drafts.To("https://H.example:8443/p?x=1")));
        await test.Database.WriteAsync(WriteKeys.None, unit => outbox.EnqueueAsync(unit, Drafts.To("https://h.example/other")));

        var row = await test.Database.ReadAsync(c =>
            c.QuerySingleAsync<(string Key, string Url, string Host, string State)>(
                "SELECT idempotency_key, url, host, state FROM deliveries"
            )
        );
        Assert.Equal(("call:c1:EV1:payout", "https://H.example:8443/p?x=1", "h.example:8443", "pending"), row);
    }

    [Theory, EachDatabase]
    public async Task A_unit_that_fails_leaves_no_delivery(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema);
        var outbox = new Ringpost.Delivery.Outbox.Outbox(new Identifiers(TimeProvider.System), new Wake(TimeProvider.System));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            test.Database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await outbox.EnqueueAsync(unit, Drafts.To("https://h.example/"));
                    throw new InvalidOperationException("no");
                }
            )
        );

        Assert.Equal(0, await CountAsync(test));
    }

    [Theory, EachDatabase]
    public async Task Values_that_a_database_refuses_are_replaced_and_not_refused(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema);
        var outbox = new Ringpost.Delivery.Outbox.Outbox(new Identifiers(TimeProvider.System), new Wake(TimeProvider.System));
        var draft = Drafts.To("https://h.example/") with { Method = "POST", Body = "a\0b\ud800c😀", TransactionId = "t\0" };

        await test.Database.WriteAsync(WriteKeys.None, unit => outbox.EnqueueSkippedAsync(unit, draft, "Filter not met."));

        var row = await test.Database.ReadAsync(c =>
            c.QuerySingleAsync<(string Body, string Transaction, string State, string Note)>(
                "SELECT body, transaction_id, state, note FROM deliveries"
            )
        );
        Assert.Equal(("a\ufffdb\ufffdc😀", "t\ufffd", "skipped", "Filter not met."), row);
    }

    private static Task<long> CountAsync(TestDatabase test) =>
        test.Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM deliveries"));
}
