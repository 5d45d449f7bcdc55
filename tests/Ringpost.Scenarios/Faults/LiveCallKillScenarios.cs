using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>
/// kill -9 of the real process while all calls are live, in the long form also while they come and while they end. Afterwards each has its money, no place in a cap is
/// lost or taken twice, and each pixel is there once by its key.
/// </summary>
public sealed class LiveCallKillScenarios
{
    /// <summary>How many are live at once.</summary>
    private static readonly int Calls = Proof.IsLong ? 1000 : 20;

    /// <summary>The first target takes so many of them at a time, the other the rest.</summary>
    private static readonly int AtFirst = Calls * 3 / 5;

    /// <summary>A busy machine is slow, and what a killed node had claimed is free only when its claim is over.</summary>
    private const int Long = 1000;

    // What each call does, and what it comes to.
    private static readonly (string Script, decimal Revenue, decimal Payout)[] Kinds =
    [
        ("answer:90", 25, 15),
        ("hangup:75", 25, 15),
        ("answer:30", 0, 0),
        ("answer:60", 25, 15),
    ];

    private static decimal Revenue => Enumerable.Range(0, Calls).Sum(i => Kinds[i % Kinds.Length].Revenue);

    [Theory, EachDatabase]
    public async Task Killed_among_live_calls_each_ends_with_its_money_no_place_is_lost_and_each_pixel_is_there_once(Dialect dialect)
    {
        await using var receiver = await PixelReceiver.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            dialect,
            ("Delivery__AllowPrivateAddresses", "true"),
            // A thousand calls keep the machine busier than a few do.
            ("Delivery__Timeout", Proof.IsLong ? "00:00:30" : "00:00:04"),
            ("Delivery__Lease", Proof.IsLong ? "00:02:30" : "00:00:20")
        );
        var seed = await SetUpAsync(server.Api, receiver);
        using var gate = new EndGate();
        using var http = new HttpClient(gate);
        var carrier = seed.CreateCarrier(http, TimeProvider.System, TimeSpan.FromMinutes(10));
        var done = 0;
        var playing = Enumerable
            .Range(0, Calls)
            .Select(async i =>
            {
                Assert.True(SimulatedCall.TryParseSteps(Kinds[i % Kinds.Length].Script, out var steps));
                var call = new SimulatedCall(CallerOf(i), SeedExample.FirstNumber, steps, default);
                var outcome = await carrier.PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length });
                Interlocked.Increment(ref done);
                return outcome;
            })
            .ToList();

        if (Proof.IsLong)
            await KillAsync(server, () => gate.Waiting >= Calls / 2, "half of the calls are live");
        await KillAsync(server, () => gate.Waiting == Calls, "all calls are live");
        var live = await server.Api.ListAsync("calls?state=live&limit=1000");
        Assert.Equal(Calls, live.Count);
        Assert.Equal(AtFirst, live.Count(c => (string)c["targetId"]! == seed.TargetIds[0]));
        Assert.Equal((AtFirst, 0), await SlotsAsync(server.Api, seed.TargetIds[0]));

        gate.Open();
        foreach (var share in Proof.IsLong ? new[] { 0.25, 0.5, 0.75 } : [])
            await KillAsync(
                server,
                () => Volatile.Read(ref done) >= Calls * share || playing.All(p => p.IsCompleted),
                $"{share:0%} of the calls are over"
            );
        Assert.All(await Task.WhenAll(playing), o => Assert.Null(o.Refusal));
        await RunningServer.UntilAsync(
            async () =>
                (await server.Api.ListAsync("calls?state=live&limit=1000")).Count == 0
                && (await server.Api.ListAsync("deliveries?state=pending&limit=1000")).Count == 0,
            async () => $"{(await server.Api.ListAsync("deliveries?state=pending&limit=1000")).Count} deliveries are pending",
            Long
        );

        await CheckMoneyAsync(server);
        await CheckPlacesAsync(server, seed);
        await CheckPixelsAsync(server, receiver);
    }

    private static async Task CheckMoneyAsync(ServerProcess server)
    {
        var calls = await server.Api.ListAsync("calls?limit=1000");
        Assert.Equal(Calls, calls.Count);
        var byCaller = calls.ToDictionary(c => (string)c["from"]!);
        for (var i = 0; i < Calls; i++)
        {
            var (call, kind) = (byCaller[CallerOf(i)], Kinds[i % Kinds.Length]);
            Assert.Equal(
                (kind.Revenue, kind.Payout, true, false),
                ((decimal)call["revenue"]!, (decimal)call["payout"]!, (bool)call["connected"]!, (bool)call["live"]!)
            );
        }

        // The other half of the program was told of the same.
        var conversions = await server.Api.ListAsync("conversions?limit=1000");
        Assert.Equal(Calls * 7 / 4, conversions.Count);
        Assert.Equal(conversions.Count, conversions.Select(c => ((string)c["transactionId"]!, (long)c["eventId"]!)).Distinct().Count());
        Assert.Equal(calls.Sum(c => (decimal)c["payout"]!), conversions.Sum(c => (decimal)c["paid"]!));
    }

    /// <summary>No slot is in use, nothing is held of a cap, each cap has counted what came, and the next calls find room.</summary>
    private static async Task CheckPlacesAsync(ServerProcess server, SeedExample seed)
    {
        Assert.Equal((0, 0), await SlotsAsync(server.Api, seed.TargetIds[0]));
        var counted = 0m;
        foreach (var target in seed.TargetIds)
            counted += await UsedAsync(server.Api, $"targets/{target}", "daily");
        Assert.Equal(Calls, counted);
        Assert.Equal(Revenue, await UsedAsync(server.Api, $"buyers/{seed.BuyerId}", "monthlySum"));
        // The short form has read above that none has leaked; the command's own line is CommandScenarios'.
        if (Proof.IsLong)
            Assert.Contains(
                "every concurrency slot belongs to a live call",
                (await server.CommandAsync("doctor")).Output,
                StringComparison.Ordinal
            );
    }

    private static async Task CheckPixelsAsync(ServerProcess server, PixelReceiver receiver)
    {
        var deliveries = await server.Api.ListAsync("deliveries?limit=1000");
        Assert.All(deliveries, d => Assert.Equal("delivered", (string)d["state"]!));
        Assert.Equal(
            deliveries.Count,
            deliveries.Select(d => ((string)d["sourceId"]!, (string)d["ruleId"]!, (string)d["event"]!)).Distinct().Count()
        );

        // Sent more than once is one by its key, and each call told each of its events.
        var told = receiver.All.GroupBy(r => r.IdempotencyKey).ToList();
        Assert.All(told, same => Assert.Single(same.Select(r => (r.Query["e"], r.Query["t"])).Distinct()));
        var events = told.Select(same => (Event: same.First().Query["e"], Call: same.First().Query["t"])).ToList();
        Assert.Equal(events.Count, events.Distinct().Count());
        Assert.Equal(
            $"connected {Calls}, finalized {Calls}, incoming {Calls}, payout {Calls * 3 / 4}",
            string.Join(", ", events.GroupBy(e => e.Event).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}"))
        );
    }

    private static async Task<SeedExample> SetUpAsync(ApiClient api, PixelReceiver receiver)
    {
        var seed = await SeedExample.CreateAsync(api, new Identifiers(TimeProvider.System));
        foreach (var fireOn in new[] { "incoming", "connected", "payout", "finalized" })
            await SeedExample.PixelAsync(
                api,
                seed.CallCampaignId,
                $"To the receiver: {fireOn}",
                fireOn,
                $"{receiver.Address}told?e={fireOn}&t=[Call:InboundCallId]"
            );
        await api.PatchAsync(
            $"targets/{seed.TargetIds[0]}",
            new { concurrencyCap = AtFirst, caps = new { daily = 10 * Calls, countOn = "connect" } }
        );
        await api.PatchAsync($"targets/{seed.TargetIds[1]}", new { caps = new { daily = 10 * Calls, countOn = "connect" } });
        // Strict: each live call holds the most that it may come to.
        await api.PatchAsync($"buyers/{seed.BuyerId}", new { caps = new { monthlySum = 25m * Calls } });
        return seed;
    }

    private static async Task<(int Used, int Leaked)> SlotsAsync(ApiClient api, string target)
    {
        var slots = (await api.GetAsync($"targets/{target}/caps"))["concurrency"]!;
        return ((int)slots["used"]!, (int)slots["leaked"]!);
    }

    private static async Task<decimal> UsedAsync(ApiClient api, string owner, string cap)
    {
        var line = (await api.GetAsync($"{owner}/caps"))["caps"]!.AsArray().Single(c => (string)c!["cap"]! == cap)!;
        Assert.Equal(0, (decimal)line["held"]!);
        return (decimal)line["used"]!;
    }

    private static async Task KillAsync(ServerProcess server, Func<bool> when, string what)
    {
        await RunningServer.UntilAsync(() => Task.FromResult(when()), () => Task.FromResult("not so far: " + what), Long);
        await server.KillAsync();
        await server.StartAgainAsync();
    }

    private static string CallerOf(int call) => $"+1415555{1000 + call}";

    /// <summary>Holds back what the carrier tells of a leg's end, so that all calls are live at once.</summary>
    private sealed class EndGate : DelegatingHandler
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public EndGate()
            : base(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { }

        public int Waiting => Volatile.Read(ref _waiting);

        public void Open() => _open.TrySetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (
                !_open.Task.IsCompleted
                && (await request.Content!.ReadAsStringAsync(cancellationToken)).Contains("CallStatus=completed", StringComparison.Ordinal)
            )
            {
                Interlocked.Increment(ref _waiting);
                await _open.Task.WaitAsync(cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
