using Dapper;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ringpost.Api;
using Ringpost.Delivery.Alerts;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Hosts;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Delivery.Sending;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Delivery.Tests;

/// <summary>An outbox on a fresh database, and workers over it that send real HTTP. The clock stands until the test moves it.</summary>
internal sealed class WorkerTest : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    private WorkerTest(TestDatabase test, FakeTimeProvider time, DeliveryOptions options)
    {
        (Test, Time, Options) = (test, time, options);
        Identifiers = new Identifiers(time);
        Wake = new Wake(time);
        Outbox = new Ringpost.Delivery.Outbox.Outbox(Identifiers, Wake);
        Secrets = new SecretBox(
            Microsoft.Extensions.Options.Options.Create(new StorageOptions { MasterKey = "0123456789abcdef0123456789abcdef" })
        );
        Signature = new WorkerSignature(test.Database, Identifiers, Secrets);
        Credentials = new Snapshot<CredentialBook>(test.Database, test.Configuration, CredentialBook.LoadAsync);
        Limits = new Snapshot<HostLimitBook>(test.Database, test.Configuration, HostLimitBook.LoadAsync);
    }

    public TestDatabase Test { get; }

    public FakeTimeProvider Time { get; }

    public DeliveryOptions Options { get; }

    public Identifiers Identifiers { get; }

    public Wake Wake { get; }

    public Ringpost.Delivery.Outbox.Outbox Outbox { get; }

    public SecretBox Secrets { get; }

    public WorkerSignature Signature { get; }

    /// <summary>Of the program; workers send once it has told them that it listens.</summary>
    public ApplicationLifetime Program { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    public Snapshot<CredentialBook> Credentials { get; }

    public Snapshot<HostLimitBook> Limits { get; }

    /// <summary>Our own address; tests that are not about it leave it where nothing is.</summary>
    public string OwnUrl { get; set; } = "http://own.invalid";

    public static async Task<WorkerTest> OpenAsync(Dialect dialect, DeliveryOptions? options = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        return new WorkerTest(
            await TestDatabase.OpenAsync(dialect, time, DeliveryModule.Schema),
            time,
            options ?? new DeliveryOptions { AllowPrivateAddresses = true }
        );
    }

    public GuardedClient Client(ResolveHost? resolve = null)
    {
        var own = new OwnEndpoints(new PublicUrls(new Uri(OwnUrl), new Uri(OwnUrl)));
        return new GuardedClient(
            own,
            Signature,
            Microsoft.Extensions.Options.Options.Create(Options),
            Time,
            resolve ?? System.Net.Dns.GetHostAddressesAsync
        );
    }

    public async Task<DeliveryWorker> StartWorkerAsync(BatchWriter<AttemptResult, bool>? results = null, bool isListening = true)
    {
        if (isListening)
            Program.NotifyStarted();
        var lane = new BatchLane<AttemptResult, bool>(Test.Database, results ?? new AttemptWriter(), Test.Options, Time);
        var client = Client();
        var worker = new DeliveryWorker(
            Test.Database,
            Wake,
            new SignedClient(client, Credentials, new ClientTokens(client, Time), Secrets, Time),
            lane,
            Limits,
            new HostWatch(Test.Database),
            Identifiers,
            Microsoft.Extensions.Options.Options.Create(Options),
            Time,
            Program,
            NullLogger<DeliveryWorker>.Instance
        );
        _owned.Add(new Running(worker, lane, client));
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    /// <summary>One round of what sends alerts on.</summary>
    public Task SendAlertsAsync() => AlertWorker().RunAsync(CancellationToken.None);

    public AlertWorker AlertWorker() =>
        new(
            Test.Database,
            Outbox,
            new MailSender(Secrets),
            new PublicUrls(new Uri("https://calls.example.com"), new Uri("https://calls.example.com")),
            Wake,
            NullLogger<AlertWorker>.Instance
        );

    public Task EnqueueAsync(DeliveryDraft draft) => Test.Database.WriteAsync(WriteKeys.None, unit => Outbox.EnqueueAsync(unit, draft));

    /// <summary>Moves the clock; a worker that had just looked looks again.</summary>
    public void Advance(TimeSpan by)
    {
        Time.Advance(by);
        Wake.Raise(Ringpost.Delivery.Outbox.Outbox.Topic);
    }

    public async Task<Row> RowAsync(string sourceId = "c1")
    {
        var row = await Test.Database.ReadAsync(c =>
            c.QuerySingleAsync<Row>(
                "SELECT d.id AS Id, d.state AS State, d.note AS Note, COALESCE(o.attempts, d.attempts) AS Attempts, d.next_attempt_at AS NextAttemptAt, "
                    + "o.claimed_by AS ClaimedBy, d.finished_at AS FinishedAt, "
                    + "(SELECT count(*) FROM delivery_attempts a WHERE a.delivery_id = d.id) AS Logged FROM deliveries d "
                    + "LEFT JOIN open_deliveries o ON o.id = d.id WHERE d.source_id = @sourceId ORDER BY d.id DESC LIMIT 1",
                new { sourceId }
            )
        );
        return row with { Note = $"{Phrase.OfKept(row.Note)}" };
    }

    /// <summary>Waits in real time until the row is as wanted; the last row seen stands in the failure.</summary>
    public async Task<Row> WaitAsync(Func<Row, bool> isAsWanted, string sourceId = "c1")
    {
        for (var tries = 0; ; tries++)
        {
            var row = await RowAsync(sourceId);
            if (isAsWanted(row))
                return row;
            Assert.True(tries < 6000, $"Waited too long; the delivery is {row}.");
            // Stands for the look each second, which does not come while the clock stands still.
            if (tries % 50 == 49)
                Wake.Raise(Ringpost.Delivery.Outbox.Outbox.Topic);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 6000, "Waited too long.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        await Test.DisposeAsync();
    }

    internal sealed record Row(
        string Id,
        string State,
        string Note,
        long Attempts,
        long? NextAttemptAt,
        string? ClaimedBy,
        long? FinishedAt,
        long Logged
    );

    private sealed class Running(DeliveryWorker worker, BatchLane<AttemptResult, bool> lane, GuardedClient client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            await lane.DisposeAsync();
            worker.Dispose();
            client.Dispose();
        }
    }
}
