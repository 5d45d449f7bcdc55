using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Delivery.Sending;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

public sealed class DeliveryWorkerTests
{
    [Theory, EachDatabase]
    public async Task A_delivery_is_sent_as_it_was_rendered_with_its_key(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(200, "thanks");
        await test.StartWorkerAsync();
        await test.EnqueueAsync(
            Drafts.To($"{receiver.Url}/p?x=%2B1&y=a%20b") with
            {
                Method = "POST",
                Body = """{"a":"ä"}""",
                ContentType = "application/json",
                Headers = new Dictionary<string, string>
                {
                    ["X-Mine"] = "1",
                    ["Idempotency-Key"] = "not this",
                    ["Host"] = "not.this",
                },
            }
        );

        var row = await test.WaitAsync(r => r.State == "delivered");

        Assert.Equal((1L, 1L, null), (row.Attempts, row.Logged, row.ClaimedBy));
        var got = Assert.Single(receiver.Received);
        Assert.Equal(("POST", "/p?x=%2B1&y=a%20b", """{"a":"ä"}"""), (got.Method, got.PathAndQuery, got.Body));
        Assert.Equal(
            ("call:c1:EV1:payout", "1", "application/json"),
            (got.Headers["Idempotency-Key"], got.Headers["X-Mine"], got.Headers["Content-Type"])
        );
        Assert.Equal(new Uri(receiver.Url).Authority, got.Headers["Host"]);
        Assert.DoesNotContain(WorkerSignature.Header, got.Headers.Keys);
    }

    [Theory, EachDatabase]
    public async Task Nothing_is_sent_before_the_program_listens(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(200, "thanks");
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await test.StartWorkerAsync(isListening: false);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        Assert.Empty(receiver.Received);
        Assert.Null((await test.RowAsync()).ClaimedBy);

        test.Program.NotifyStarted();

        await test.WaitAsync(r => r.State == "delivered");
        Assert.Single(receiver.Received);
    }

    [Theory, EachDatabase]
    public async Task A_500_is_tried_again_after_five_seconds_and_then_delivered(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync((http, number) => Receiver.Answer(http, number == 0 ? 500 : 200));
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        var first = await test.WaitAsync(r => r.Logged == 1);
        Assert.Equal(("pending", "HTTP 500."), (first.State, first.Note));
        Assert.InRange(first.NextAttemptAt!.Value - test.Test.Database.Now.UnixMilliseconds, 5000, 5500);

        test.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(2, (await test.WaitAsync(r => r.State == "delivered")).Attempts);
        Assert.Single(receiver.Received.Select(r => r.Headers["Idempotency-Key"]).Distinct());
    }

    [Theory, EachDatabase]
    public async Task A_429_waits_as_long_as_the_receiver_asks(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(
            (http, number) =>
            {
                http.Response.Headers.RetryAfter = "90";
                return Receiver.Answer(http, number == 0 ? 429 : 200);
            }
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        var first = await test.WaitAsync(r => r.Logged == 1);
        Assert.Equal(90_000, first.NextAttemptAt!.Value - test.Test.Database.Now.UnixMilliseconds);

        test.Advance(TimeSpan.FromSeconds(91));

        await test.WaitAsync(r => r.State == "delivered");
    }

    [Theory, EachDatabase]
    public async Task A_receiver_that_never_answers_costs_ten_seconds_and_is_tried_again(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(
            (http, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await WorkerTest.UntilAsync(() => receiver.Received.Count == 1);

        test.Advance(TimeSpan.FromSeconds(10));

        var row = await test.WaitAsync(r => r.Logged == 1);
        Assert.Equal(("pending", "No answer within the time limit."), (row.State, row.Note));
    }

    [Fact]
    public async Task After_the_last_attempt_it_has_failed()
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = await Receiver.StartAsync(503);
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        var waits = test.Options.Waits();
        for (var attempt = 1; attempt <= waits.Count; attempt++)
        {
            await test.WaitAsync(r => r.Logged == attempt);
            test.Advance(waits[attempt - 1] * 1.1);
        }

        var row = await test.WaitAsync(r => r.State == "failed");

        Assert.Equal((9L, null), (row.Logged, row.NextAttemptAt));
        Assert.NotNull(row.FinishedAt);
    }

    [Theory, EachDatabase]
    public async Task A_code_that_refuses_is_rejected_at_once_with_the_receivers_words(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(
            200,
            "<result>\r\n\t<code>5</code>\r\n\t<msg>IP NOT WHITELISTED</msg>\r\n</result>"
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url, rule: SuccessRule.CakeEnvelope));

        var row = await test.WaitAsync(r => r.State != "pending");

        Assert.Equal(("rejected", "Code 5: IP NOT WHITELISTED", 1L), (row.State, row.Note, row.Logged));
    }

    [Theory, EachDatabase]
    public async Task An_unreachable_host_is_tried_again(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To($"http://127.0.0.1:{PrivatePostgres.FreePort()}/"));

        var row = await test.WaitAsync(r => r.Logged == 1);

        Assert.Equal(("pending", "No connection to the host."), (row.State, row.Note));
    }

    [Theory, EachDatabase]
    public async Task A_host_that_hangs_does_not_delay_another(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var slow = await Receiver.StartAsync(
            (http, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
        );
        await using var quick = await Receiver.StartAsync(200);
        await test.Test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < 300; i++)
                    await test.Outbox.EnqueueAsync(unit, Drafts.To(slow.Url, $"slow{i}"));
            }
        );
        await test.StartWorkerAsync();
        await WorkerTest.UntilAsync(() => slow.Received.Count == test.Options.MostPerHost);

        for (var i = 0; i < 50; i++)
            await test.EnqueueAsync(Drafts.To(quick.Url, $"quick{i}"));

        // The clock stands: had they waited for the slow host, they would wait for ever.
        for (var i = 0; i < 50; i++)
            await test.WaitAsync(r => r.State == "delivered", $"quick{i}");
        Assert.Equal(test.Options.MostPerHost, slow.Received.Count);
    }

    [Theory, EachDatabase]
    public async Task A_result_that_was_lost_is_made_up_for_with_the_same_key_when_the_claim_is_over(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(200);
        var crashing = await test.StartWorkerAsync(new Crash());
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await WorkerTest.UntilAsync(() => receiver.Received.Count == 1);
        await crashing.StopAsync(CancellationToken.None);
        await test.StartWorkerAsync();
        Assert.Equal((1L, 0L), ((await test.RowAsync()).Attempts, (await test.RowAsync()).Logged));

        test.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("pending", (await test.RowAsync()).State);
        test.Advance(TimeSpan.FromSeconds(2));

        await test.WaitAsync(r => r.State == "delivered");
        Assert.Equal(["call:c1:EV1:payout", "call:c1:EV1:payout"], receiver.Received.Select(r => r.Headers["Idempotency-Key"]));
    }

    [Theory, EachDatabase]
    public async Task A_stop_finishes_what_is_in_flight_and_gives_back_the_rest(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(
            dialect,
            new DeliveryOptions
            {
                AllowPrivateAddresses = true,
                MostInFlight = 2,
                MostPerHost = 2,
            }
        );
        var release = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((_, _) => release.Task);
        for (var i = 0; i < 4; i++)
            await test.EnqueueAsync(Drafts.To(receiver.Url, $"c{i}"));
        var worker = await test.StartWorkerAsync();
        await WorkerTest.UntilAsync(() => receiver.Received.Count == 2);

        var stopped = worker.StopAsync(CancellationToken.None);
        release.SetResult();
        await stopped;

        var rows = new List<WorkerTest.Row>();
        for (var i = 0; i < 4; i++)
            rows.Add(await test.RowAsync($"c{i}"));
        Assert.Equal(2, rows.Count(r => r is { State: "delivered", Attempts: 1 }));
        Assert.Equal(2, rows.Count(r => r is { State: "pending", Attempts: 0, ClaimedBy: null }));
        Assert.Equal(2, receiver.Received.Count);
    }

    [Theory, EachDatabase]
    public async Task What_goes_to_our_own_postback_is_signed_and_may_be_private(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect, new DeliveryOptions());
        await using var receiver = await Receiver.StartAsync(200);
        test.OwnUrl = receiver.Url;
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To($"{receiver.Url}/p.ashx?o=1", "own"));
        await test.EnqueueAsync(Drafts.To($"{receiver.Url}/api/v1/offers", "other"));

        await test.WaitAsync(r => r.State == "delivered", "own");
        var other = await test.WaitAsync(r => r.State != "pending", "other");

        Assert.Equal(("failed", "The host leads to a private or reserved address, which is not allowed."), (other.State, other.Note));
        var headers = Assert.Single(receiver.Received).Headers;
        Assert.True(await test.Signature.IsValidAsync(headers["Idempotency-Key"], headers[WorkerSignature.Header]));
        Assert.False(await test.Signature.IsValidAsync("another key", headers[WorkerSignature.Header]));
        Assert.False(await test.Signature.IsValidAsync(headers["Idempotency-Key"], "00"));
    }

    /// <summary>Loses every result, as a process that dies between the answer and the commit.</summary>
    private sealed class Crash : BatchWriter<AttemptResult, bool>
    {
        public override Task<bool[]> WriteSqliteAsync(IReadOnlyList<AttemptResult> items, SqliteConnection connection, WriteUnit unit) =>
            throw new InvalidOperationException("gone");

        public override Task<bool[]> WritePostgresAsync(IReadOnlyList<AttemptResult> items, NpgsqlConnection connection, WriteUnit unit) =>
            throw new InvalidOperationException("gone");
    }
}
