using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests.Sending;

/// <summary>Receivers that do what receivers should not, over real sockets, and a clock that does what clocks should not.</summary>
public sealed class FaultTests
{
    [Theory, EachDatabase]
    public async Task A_receiver_that_fails_each_twice_gets_each_three_times_under_one_key(Dialect dialect)
    {
        const int deliveries = 40;
        await using var test = await WorkerTest.OpenAsync(
            dialect,
            new DeliveryOptions { AllowPrivateAddresses = true, BreakAfter = 10_000 }
        );
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        await using var receiver = await Receiver.StartAsync(
            (http, _) =>
            {
                switch (seen.AddOrUpdate(http.Request.Headers["Idempotency-Key"].ToString(), 1, (_, n) => n + 1))
                {
                    case 1:
                        return Receiver.Answer(http, 500);
                    case 2:
                        http.Abort();
                        return Task.CompletedTask;
                    default:
                        return Receiver.Answer(http, 200);
                }
            }
        );
        string[] ids = [.. Enumerable.Range(0, deliveries).Select(i => $"c{i}")];
        foreach (var id in ids)
            await test.EnqueueAsync(Drafts.To(receiver.Url, id));
        await test.StartWorkerAsync();
        foreach (var (attempt, wait) in new[] { (1, 6), (2, 34) })
        {
            foreach (var id in ids)
                Assert.Equal("pending", (await test.WaitAsync(r => r.Logged == attempt, id)).State);
            test.Advance(TimeSpan.FromSeconds(wait));
        }

        foreach (var id in ids)
            Assert.Equal((3, 3), Counts(await test.WaitAsync(r => r.State == "delivered", id)));
        Assert.Equal(deliveries, seen.Count);
        Assert.All(seen.Values, times => Assert.Equal(3, times));
    }

    [Theory, EachDatabase]
    public async Task An_answer_after_the_time_limit_is_not_heard_and_the_next_attempt_counts(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(
            async (http, number) =>
            {
                if (number == 0)
                    await late.Task;
                await Receiver.Answer(http, 200, "taken");
            }
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await WorkerTest.UntilAsync(() => receiver.Received.Count == 1);
        test.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("No answer within the time limit.", (await test.WaitAsync(r => r.Logged == 1)).Note);

        late.SetResult();
        Assert.Equal("pending", (await test.RowAsync()).State);
        test.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal((2, 2), Counts(await test.WaitAsync(r => r.State == "delivered")));
        Assert.Single(receiver.Received.Select(r => r.Headers["Idempotency-Key"]).Distinct());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 O")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<result><code>0</code>")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")]
    public async Task A_connection_that_ends_in_the_middle_of_an_answer_is_no_answer_and_is_tried_again(string half)
    {
        await using var test = await WorkerTest.OpenAsync(Dialect.Sqlite);
        await using var receiver = RawReceiver.Start(
            (stream, number, stop) =>
                stream
                    .WriteAsync(Encoding.ASCII.GetBytes(number == 0 ? half : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), stop)
                    .AsTask()
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        var first = await test.WaitAsync(r => r.Logged == 1);
        Assert.Equal(("pending", "The connection was lost before the answer was complete."), (first.State, first.Note));

        test.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal((2, 2), Counts(await test.WaitAsync(r => r.State == "delivered")));
        Assert.Equal(["call:c1:EV1:payout", "call:c1:EV1:payout"], receiver.Keys);
    }

    [Theory, EachDatabase]
    public async Task An_answer_that_drips_for_ever_costs_the_time_limit_and_no_more(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(
            async (http, _) =>
            {
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.WriteAsync("x");
                    await http.Response.Body.FlushAsync();
                    began.TrySetResult();
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
                }
            }
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await began.Task;

        test.Advance(TimeSpan.FromSeconds(10));

        var row = await test.WaitAsync(r => r.Logged == 1);
        Assert.Equal(("pending", "No answer within the time limit."), (row.State, row.Note));
    }

    [Theory, EachDatabase]
    public async Task Of_ten_megabytes_64_KB_are_read_and_2_KB_are_kept(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync(
            async (http, _) =>
            {
                const int megabyte = 1024 * 1024;
                http.Response.ContentLength = 10 * megabyte;
                var block = Encoding.ASCII.GetBytes("ok" + new string('a', megabyte - 6) + "late");
                for (var i = 0; i < 10; i++)
                    await http.Response.Body.WriteAsync(block, http.RequestAborted);
            }
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url, "has") with { Terms = new SendTerms(AnswerHas: "ok") });
        await test.EnqueueAsync(Drafts.To(receiver.Url, "late") with { Terms = new SendTerms(AnswerHas: "late") });

        var row = await test.WaitAsync(r => r.State == "delivered", "has");
        Assert.Equal("rejected", (await test.WaitAsync(r => r.State != "pending", "late")).State);
        var shown = (await new GetDelivery(test.Test.Database).RunAsync(Actor.System, new DeliveryId(row.Id))).Value;
        Assert.Equal("ok" + new string('a', 2046), Assert.Single(shown.Attempts).Answer);
    }

    [Theory, EachDatabase]
    public async Task A_redirect_loop_is_left_after_three_and_not_begun_again(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Redirect(http, http.Request.Path == "/a" ? "/b" : "/a"));
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url + "/a"));

        var row = await test.WaitAsync(r => r.State != "pending");

        Assert.Equal(("failed", "More than 3 redirects.", 1L), (row.State, row.Note, row.Logged));
        Assert.Equal(["/a", "/b", "/a", "/b"], receiver.Received.Select(r => r.PathAndQuery));
    }

    [Theory, EachDatabase]
    public async Task An_expired_certificate_is_named_and_tried_again(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        using var certificate = Certificates.For("127.0.0.1", lastsDays: -1);
        await using var receiver = await Receiver.StartAsync((http, _) => Receiver.Answer(http, 200), certificate);
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));

        var row = await test.WaitAsync(r => r.Logged == 1);

        Assert.Equal(("pending", SendError.CertificateExpired.Sentence()), (row.State, row.Note));
        Assert.Empty(receiver.Received);
    }

    [Theory, EachDatabase]
    public async Task A_clock_that_steps_back_loses_nothing_and_sends_nothing_twice(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(
            async (http, _) =>
            {
                if (http.Request.Path == "/inflight")
                    await release.Task;
                await Receiver.Answer(http, http.Request.Path == "/waits" && release.Task is { IsCompleted: false } ? 503 : 200);
            }
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url + "/waits", "waits"));
        await test.WaitAsync(r => r.Logged == 1, "waits");
        await test.EnqueueAsync(Drafts.To(receiver.Url + "/inflight", "inflight"));
        await WorkerTest.UntilAsync(() => receiver.Received.Count == 2);

        test.Time.AdjustTime(test.Time.GetUtcNow() - TimeSpan.FromHours(1));
        await test.EnqueueAsync(Drafts.To(receiver.Url + "/new", "new"));
        await test.WaitAsync(r => r.State == "delivered", "new");
        release.SetResult();
        await test.WaitAsync(r => r.State == "delivered", "inflight");
        Assert.Equal("pending", (await test.RowAsync("waits")).State);
        test.Time.AdjustTime(test.Time.GetUtcNow() + TimeSpan.FromHours(1));
        test.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal((2, 2), Counts(await test.WaitAsync(r => r.State == "delivered", "waits")));
        Assert.Equal(
            ["/inflight", "/new", "/waits", "/waits"],
            receiver.Received.Select(r => r.PathAndQuery).Order(StringComparer.Ordinal)
        );
    }

    [Theory, EachDatabase]
    public async Task A_clock_that_steps_forward_over_a_claim_sends_again_under_the_same_key_and_ends_once(Dialect dialect)
    {
        await using var test = await WorkerTest.OpenAsync(dialect);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(
            async (http, number) =>
            {
                if (number == 0)
                    await release.Task;
                await Receiver.Answer(http, 200);
            }
        );
        await test.StartWorkerAsync();
        await test.EnqueueAsync(Drafts.To(receiver.Url));
        await WorkerTest.UntilAsync(() => receiver.Received.Count == 1);

        test.Time.AdjustTime(test.Time.GetUtcNow() + TimeSpan.FromDays(1));
        test.Wake.Raise(Ringpost.Delivery.Outbox.Outbox.Topic);
        await test.WaitAsync(r => r.State == "delivered");
        release.SetResult();

        var row = await test.WaitAsync(r => r.Logged == 2);
        Assert.Equal(("delivered", 2L), (row.State, row.Attempts));
        Assert.Single(receiver.Received.Select(r => r.Headers["Idempotency-Key"]).Distinct());
    }

    private static (long Attempts, long Logged) Counts(WorkerTest.Row row) => (row.Attempts, row.Logged);

    /// <summary>Answers each request on a connection of its own with bytes, whatever they are, and closes it.</summary>
    private sealed class RawReceiver : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _keys = new();
        private Task _running = Task.CompletedTask;

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

        public IReadOnlyList<string> Keys => [.. _keys];

        public static RawReceiver Start(Func<NetworkStream, int, CancellationToken, Task> answer)
        {
            var receiver = new RawReceiver();
            receiver._listener.Start();
            receiver._running = receiver.RunAsync(answer);
            return receiver;
        }

        private async Task RunAsync(Func<NetworkStream, int, CancellationToken, Task> answer)
        {
            for (var number = 0; ; number++)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync(_stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                using (client)
                {
                    var stream = client.GetStream();
                    using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                    while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                        if (line.StartsWith("Idempotency-Key: ", StringComparison.Ordinal))
                            _keys.Enqueue(line["Idempotency-Key: ".Length..]);
                    await answer(stream, number, _stop.Token);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _listener.Dispose();
            _stop.Dispose();
        }
    }
}
