using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>kill -9 of the real process while calls are played and pixels are sent: all is accounted for, nothing twice (architecture 7).</summary>
public sealed class KillScenarios
{
    private static readonly int Kills = Proof.IsLong ? 5 : 1;
    private static readonly int Calls = Proof.IsLong ? 60 : 12;

    /// <summary>What a killed node had claimed is free again when its claim runs out; on a busy machine attempts time out and wait for their next turn.</summary>
    private const int Long = 500;

    [Theory, EachDatabase]
    public async Task Killed_among_calls_every_call_is_there_once_and_so_is_each_of_its_conversions(Dialect dialect)
    {
        await using var server = await ServerProcess.StartAsync(dialect);
        var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System));
        using var http = new HttpClient();
        var carrier = seed.CreateCarrier(http, TimeProvider.System, TimeSpan.FromMinutes(2));
        Assert.True(SimulatedCall.TryParseSteps("answer:90", out var steps));
        var done = 0;
        using var atOnce = new SemaphoreSlim(6);
        var playing = Enumerable
            .Range(0, Calls)
            .Select(async i =>
            {
                await atOnce.WaitAsync();
                var call = new SimulatedCall(
                    $"+1415555{1000 + i}",
                    i % 2 == 0 ? SeedExample.FirstNumber : SeedExample.SecondNumber,
                    steps,
                    default
                );
                var outcome = await carrier.PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length });
                Interlocked.Increment(ref done);
                atOnce.Release();
                return outcome;
            })
            .ToList();

        // Always in the middle of calls: six are under way whenever a further share of them is done.
        for (var kill = 1; kill <= Kills; kill++)
        {
            var share = Calls * kill / (Kills + 1);
            await RunningServer.UntilAsync(
                () => Task.FromResult(Volatile.Read(ref done) >= share || playing.All(p => p.IsCompleted)),
                () => Task.FromResult($"{done} of {share} calls were played"),
                Long
            );
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        Assert.All(await Task.WhenAll(playing), o => Assert.Null(o.Refusal));
        IReadOnlyList<System.Text.Json.Nodes.JsonNode> conversions = [];
        await RunningServer.UntilAsync(
            async () =>
                (await server.Api.ListAsync("deliveries?state=pending")).Count == 0
                && (conversions = await server.Api.ListAsync("conversions?limit=1000")).Count >= 2 * Calls,
            async () =>
                $"{conversions.Count} of {2 * Calls} conversions, {(await server.Api.ListAsync("deliveries?state=pending")).Count} deliveries pending",
            Long
        );

        var calls = await server.Api.ListAsync("calls?limit=1000");
        Assert.Equal(Calls, calls.Count);
        Assert.All(
            calls,
            c => Assert.Equal((true, true, 15m, false), ((bool)c["connected"]!, (bool)c["paid"]!, (decimal)c["payout"]!, (bool)c["live"]!))
        );
        Assert.Equal(2 * Calls, conversions.Count);
        Assert.Equal(2 * Calls, conversions.Select(c => ((string)c["transactionId"]!, (long)c["eventId"]!)).Distinct().Count());
        Assert.Equal(Calls * 15m, conversions.Sum(c => (decimal)c["paid"]!));
    }
}
