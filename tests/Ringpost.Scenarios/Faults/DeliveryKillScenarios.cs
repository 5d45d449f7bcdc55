using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Ringpost.Delivery.Outbox;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>
/// kill -9 of one worker of two, of both, and of PostgreSQL with all its processes, in turns and while deliveries are sent: none is lost, and one
/// is sent twice only where a kill came between (architecture 4.5).
/// </summary>
public sealed class DeliveryKillScenarios
{
    private static readonly int Kills = Proof.IsLong ? 30 : 3;
    private static readonly int PerKill = Proof.IsLong ? 1000 : 100;

    /// <summary>How many seconds a wait lasts at most: claims of the killed run out first.</summary>
    private const int Long = 500;

    [Fact]
    public async Task Killed_workers_and_databases_lose_no_delivery_and_send_none_twice_without_a_kill_between()
    {
        using var postgres = PostgresServer.TryStart();
        if (postgres is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", "PostgreSQL is not installed; ./test installs it");
            Assert.Fail("PostgreSQL is not installed.");
        }

        await using var sink = await Sink.StartAsync();
        await using var web = await RunningServer.StartAsync(Dialect.Sqlite, ("Database", postgres.ConnectionString), ("Roles", "web"));
        (string, string)[] settings = [("Roles", "worker"), ("Delivery__AllowPrivateAddresses", "true")];
        await using var one = await ServerProcess.StartAsync(postgres.ConnectionString, settings);
        await using var other = await ServerProcess.StartAsync(postgres.ConnectionString, settings);
        var kills = new List<long>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await EnqueueAsync(web, sink.Address, (kill - 1) * PerKill);
            var came = sink.Count;
            // In the middle: some of the new ones were sent, most were not.
            await RunningServer.UntilAsync(
                () => Task.FromResult(sink.Count >= came + (PerKill / 5)),
                () => Task.FromResult($"{sink.Count - came} came after kill {kill - 1}"),
                Long
            );
            switch (kill % 3)
            {
                case 1:
                    await one.KillAsync();
                    kills.Add(Stopwatch.GetTimestamp());
                    await one.StartAgainAsync();
                    break;
                case 2:
                    await Task.WhenAll(one.KillAsync(), other.KillAsync());
                    kills.Add(Stopwatch.GetTimestamp());
                    await Task.WhenAll(one.StartAgainAsync(), other.StartAgainAsync());
                    break;
                default:
                    postgres.Kill();
                    kills.Add(Stopwatch.GetTimestamp());
                    postgres.Start();
                    break;
            }
        }

        var waiting = -1L;
        await RunningServer.UntilAsync(
            async () => (waiting = await CountAsync(web, "pending")) == 0,
            () => Task.FromResult($"{waiting} wait still"),
            Long
        );
        Assert.Equal(Kills * PerKill, await CountAsync(web, "delivered"));
        Assert.Equal(Kills * PerKill, sink.All.Count);
        foreach (var (number, requests) in sink.All)
        {
            Assert.Single(requests.Select(r => r.Key).Distinct());
            var moments = requests.Select(r => r.At).Order().ToList();
            foreach (var (earlier, later) in moments.Zip(moments.Skip(1)))
                Assert.True(kills.Exists(k => earlier < k && k < later), $"{number} was sent twice, and nothing was killed between.");
        }

        TestContext.Current.SendDiagnosticMessage(
            "{0} deliveries, {1} kills, {2} sent again",
            sink.All.Count,
            kills.Count,
            sink.Count - sink.All.Count
        );
    }

    /// <summary>Again until the database takes them: it may have been killed a moment ago.</summary>
    private static async Task EnqueueAsync(RunningServer web, Uri address, int first)
    {
        var (database, outbox) = (web.Get<Database>(), web.Get<Outbox>());
        await RunningServer.UntilAsync(
            async () =>
            {
                try
                {
                    await database.WriteAsync(
                        WriteKeys.None,
                        unit =>
                            outbox.EnqueueAsync(unit, [.. Enumerable.Range(first, PerKill).Select(n => Draft(n, address, database.Now))])
                    );
                    return true;
                }
                catch (StorageUnavailableException)
                {
                    return false;
                }
            },
            () => Task.FromResult("the deliveries were not stored"),
            Long
        );
    }

    private static DeliveryDraft Draft(int number, Uri address, Primitives.Instant now) =>
        new(
            "call",
            number.ToString(CultureInfo.InvariantCulture),
            "kill",
            "payout",
            "",
            "GET",
            $"{address}?n={number}",
            new Dictionary<string, string>(),
            null,
            null,
            SuccessRule.Status,
            now
        );

    private static async Task<long> CountAsync(RunningServer web, string state)
    {
        try
        {
            return await web.Get<Database>()
                .ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM deliveries WHERE state = @state", new { state }));
        }
        catch (StorageUnavailableException)
        {
            return -1;
        }
    }

    /// <summary>Notes what came, when, under which key.</summary>
    private sealed class Sink(WebApplication app, Uri address) : IAsyncDisposable
    {
        private int _count;

        public Uri Address => address;

        public int Count => Volatile.Read(ref _count);

        public ConcurrentDictionary<string, ConcurrentQueue<(long At, string Key)>> All { get; } = new();

        public static async Task<Sink> StartAsync()
        {
            var address = new Uri($"http://127.0.0.1:{PrivatePostgres.FreePort()}/");
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrel().UseUrls(address.GetLeftPart(UriPartial.Authority));
            var app = builder.Build();
            var sink = new Sink(app, address);
            app.Run(http =>
            {
                sink.All.GetOrAdd(http.Request.Query["n"].ToString(), _ => new())
                    .Enqueue((Stopwatch.GetTimestamp(), http.Request.Headers["Idempotency-Key"].ToString()));
                Interlocked.Increment(ref sink._count);
                return Task.CompletedTask;
            });
            await app.StartAsync();
            return sink;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
