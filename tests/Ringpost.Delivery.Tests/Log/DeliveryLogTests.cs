using System.Text.Json;
using Dapper;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Sending;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Log;

public sealed class DeliveryLogTests
{
    private static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);
    private static readonly DeliveryFilter Any = new(TimeRange.All);

    [Theory, EachDatabase]
    public async Task The_list_runs_newest_first_and_page_by_page(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        for (var i = 0; i < 5; i++)
        {
            await test.EnqueueAsync(Drafts.To("http://h.example/", $"c{i}"));
            test.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        var first = (await List(test).RunAsync(Actor.System, Any, new PageRequest(3))).Value;
        var second = (await List(test).RunAsync(Actor.System, Any, new PageRequest(3, first.Next))).Value;

        Assert.Equal(["c4", "c3", "c2"], first.Items.Select(d => d.SourceId));
        Assert.Equal(["c1", "c0"], second.Items.Select(d => d.SourceId));
        Assert.Null(second.Next);
    }

    [Theory, EachDatabase]
    public async Task What_one_transaction_leaves_is_listed_in_the_order_in_which_it_is_due(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < 9; i++)
                    await test.Outbox.EnqueueAsync(
                        unit,
                        Drafts.To("http://h.example/") with
                        {
                            Event = $"e{i}",
                            NotBefore = unit.Now + TimeSpan.FromMilliseconds(i),
                        }
                    );
            }
        );
        var of = (await new DeliveriesOf(test.Test.Database).RunAsync(Actor.System, "call", "c1")).Value;
        Assert.Equal(["e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8"], of.Select(d => d.Event));
    }

    [Theory, EachDatabase]
    public async Task Filters_choose_by_time_call_pixel_state_and_transaction(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var before = test.Test.Database.Now;
        await test.EnqueueAsync(Drafts.To("http://h.example/", "c1"));
        test.Time.Advance(TimeSpan.FromHours(1));
        await test.EnqueueAsync(Drafts.To("http://h.example/", "c2") with { RuleId = "EV2" });
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            unit => test.Outbox.EnqueueSkippedAsync(unit, Drafts.To("http://h.example/", "c3"), "Filter not met.")
        );

        async Task<IEnumerable<string>> Found(DeliveryFilter filter) =>
            (await List(test).RunAsync(Actor.System, filter, new PageRequest())).Value.Items.Select(d => d.SourceId).Order();

        Assert.Equal(["c1", "c2", "c3"], await Found(Any));
        Assert.Equal(["c1"], await Found(Any with { Range = new TimeRange(before, before + TimeSpan.FromMinutes(1)) }));
        Assert.Equal(["c2", "c3"], await Found(Any with { Range = new TimeRange(before + TimeSpan.FromMinutes(1), TimeRange.All.To) }));
        Assert.Equal(["c2"], await Found(Any with { CallId = "c2" }));
        Assert.Equal(["c2"], await Found(Any with { PixelId = "EV2" }));
        Assert.Equal(["c3"], await Found(Any with { State = DeliveryState.Skipped }));
        Assert.Equal(["c1"], await Found(Any with { TransactionId = "c1" }));
        Assert.Empty(await Found(Any with { Source = "conversion" }));
    }

    [Theory, EachDatabase]
    public async Task A_search_by_transaction_id_or_host_goes_by_an_index(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < 2000; i++)
                    await test.Outbox.EnqueueAsync(
                        unit,
                        Drafts.To($"http://h{i % 500}.example/", $"c{i}") with
                        {
                            TransactionId = i % 2 == 0 ? $"t{i}" : "",
                        }
                    );
            }
        );
        (DeliveryFilter, string, string[])[] apart =
            dialect == Dialect.Postgres ? [(Any with { State = DeliveryState.Failed }, "open_deliveries_failed", [])] : [];
        // PostgreSQL keeps its figures by itself; SQLite has none.
        if (dialect == Dialect.Postgres)
            await test.Test.Database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync("ANALYZE deliveries"));
        foreach (
            var (filter, index, sources) in new[]
            {
                (Any with { TransactionId = "t42" }, "deliveries_transaction", new[] { "c42" }),
                (Any with { Host = "h7.example" }, "deliveries_host", ["c7", "c507", "c1007", "c1507"]),
            }.Concat(apart)
        )
        {
            Assert.Equal(
                sources.Order(),
                (await List(test).RunAsync(Actor.System, filter, new PageRequest())).Value.Items.Select(d => d.SourceId).Order()
            );
            var plan = await test.Test.Database.ReadAsync(c =>
                c.QueryAsync(
                    $"EXPLAIN {(dialect == Dialect.Sqlite ? "QUERY PLAN " : "")}SELECT id FROM deliveries WHERE {DeliveryLogSql.Where(c, filter)} ORDER BY id DESC LIMIT 100",
                    DeliveryLogSql.Parameters(filter)
                )
            );
            Assert.Contains(index, string.Join('\n', plan), StringComparison.Ordinal);
        }
    }

    [Theory, EachDatabase]
    public async Task A_query_with_errors_names_each(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);

        var refused = await List(test).ReadAsync(new() { From = "yesterday", State = "lost" });

        Assert.Equal(["from", "state"], Assert.IsType<Invalid>(refused.Refusal).Errors.Keys.Order());
        Assert.IsType<Invalid>((await List(test).RunAsync(Actor.System, Any, new PageRequest(10, "%%%"))).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_rejected_delivery_shows_its_attempts_and_can_be_sent_once_more_under_the_same_key(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync((http, number) => Receiver.Answer(http, number == 0 ? 404 : 200, "hm"));
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url + "/x"));
        var row = await test.WaitAsync(r => r.State == "rejected");
        var id = new DeliveryId(row.Id);
        var shown = (await new GetDelivery(test.Test.Database).RunAsync(Actor.System, id)).Value;
        var attempt = Assert.Single(shown.Attempts);
        Assert.Equal((1, 404, null, "hm", "127.0.0.1"), (attempt.Number, attempt.Status, attempt.Error, attempt.Answer, attempt.Address));
        test.Time.Advance(TimeSpan.FromSeconds(1));

        var once = Actor.System with { Request = new OnceKey("test", "1", "hash") };
        var replay = (await Replay(test).RunAsync(once, id)).Value;

        Assert.Equal(
            JsonSerializer.Serialize<object>(replay),
            JsonSerializer.Serialize<object>((await Replay(test).RunAsync(once, id)).Value)
        );
        Assert.Equal((DeliveryState.Pending, id), (replay.State, replay.ReplayOf));
        await test.WaitAsync(r => r.Id == replay.Id.Value && r.State == "delivered");
        Assert.Equal(["call:c1:EV1:payout", "call:c1:EV1:payout"], receiver.Received.Select(r => r.Headers["Idempotency-Key"]));
        var of = (await new DeliveriesOf(test.Test.Database).RunAsync(Actor.System, "call", "c1")).Value;
        Assert.Equal([DeliveryState.Rejected, DeliveryState.Delivered], of.Select(d => d.State));
        Assert.Single(await test.Test.Database.ReadAsync(c => ChangeLogSql.ListAsync(c, "delivery", id.Value)));
    }

    [Theory, EachDatabase]
    public async Task A_replay_takes_the_place_of_one_that_still_waits(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.EnqueueAsync(Drafts.To("http://h.example/"));
        var id = new DeliveryId((await test.RowAsync()).Id);

        Assert.True((await Replay(test).RunAsync(Actor.System, id)).IsOk);

        var original = (await new GetDelivery(test.Test.Database).RunAsync(Actor.System, id)).Value;
        Assert.Equal((DeliveryState.Skipped, "A replay took its place."), (original.State, original.Note));
        Assert.Equal("delivery-skipped", (await Replay(test).RunAsync(Actor.System, id)).Refusal?.Type);
        Assert.IsType<Missing>((await Replay(test).RunAsync(Actor.System, new DeliveryId("none"))).Refusal);
        Assert.IsType<Forbidden>((await Replay(test).RunAsync(Reader, id)).Refusal);
    }

    [Theory, EachDatabase]
    public async Task A_reader_sees_neither_numbers_nor_secrets(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.EnqueueAsync(
            Drafts.To("http://h.example/?n=%2B16615550106&k=quiet") with
            {
                Method = "POST",
                Body = "n=16615550106",
                Headers = new Dictionary<string, string> { ["Authorization"] = "Basic quiet" },
            }
        );
        var id = new DeliveryId((await test.RowAsync()).Id);
        await new AttemptLane(test).StoreAsync(
            new AttemptResult(id, 0, 1, 200, null, 5, "hello +16615550106", DeliveryState.Delivered, "", null, 2)
        );

        var seen =
            JsonSerializer.Serialize((await new GetDelivery(test.Test.Database).RunAsync(Reader, id)).Value, RingpostJson.Options)
            + JsonSerializer.Serialize((await List(test).RunAsync(Reader, Any, new PageRequest())).Value, RingpostJson.Options);
        var full = JsonSerializer.Serialize(
            (await new GetDelivery(test.Test.Database).RunAsync(Actor.System, id)).Value,
            RingpostJson.Options
        );

        Assert.DoesNotContain("5550106", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("quiet", seen, StringComparison.Ordinal);
        Assert.Contains("hello +16615550106", full, StringComparison.Ordinal);
        Assert.Contains("k=quiet", full, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delivery_is_written_as_the_api_says()
    {
        var delivery = new DeliverySummary
        {
            Id = new DeliveryId("d1"),
            Source = "call",
            SourceId = "c1",
            RuleId = "EV1",
            Event = "payout",
            TransactionId = "c1",
            Method = "GET",
            Url = "http://h/?a&b",
            State = DeliveryState.Pending,
            Note = "",
            CreatedAt = new Instant(0),
            NextAttemptAt = new Instant(1000),
            Attempts = [new DeliveryAttempt(1, new Instant(0), null, SendError.TimedOut, 10_000, "")],
        };

        Assert.Equal(
            """{"id":"d1","source":"call","sourceId":"c1","callId":"c1","pixelId":"EV1","ruleId":"EV1","event":"payout","transactionId":"c1","method":"GET","url":"http://h/?a&b","state":"pending","note":"","attempts":[{"number":1,"at":"1970-01-01T00:00:00.000Z","error":"timedOut","durationMs":10000,"answer":""}],"nextAttemptAt":"1970-01-01T00:00:01.000Z","createdAt":"1970-01-01T00:00:00.000Z"}""",
            JsonSerializer.Serialize(delivery, RingpostJson.Options)
        );
    }

    private static ListDeliveries List(WorkerTest test) =>
        new(test.Test.Database, new Snapshot<Instance>(test.Test.Database, test.Test.Configuration, Instance.ReadAsync));

    private static ReplayDelivery Replay(WorkerTest test) => new(test.Test.Database, test.Identifiers, test.Wake);

    private sealed class AttemptLane(WorkerTest test)
    {
        public async Task StoreAsync(AttemptResult result)
        {
            await using var lane = new Ringpost.Storage.Batches.BatchLane<AttemptResult, bool>(
                test.Test.Database,
                new AttemptWriter(),
                test.Test.Options,
                test.Time
            );
            Assert.True(await lane.SubmitAsync(result));
        }
    }
}
