using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Calls;

/// <summary>Caps over HTTP: set, met by played calls, looked at and set back.</summary>
public sealed class CapScenarios
{
    [Theory, EachDatabase]
    public async Task A_target_takes_its_calls_of_the_day_and_a_reset_lets_it_take_more(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var seed = await server.CreateSeedExampleAsync();
        var first = seed.TargetIds[0];
        await server.Api.PatchAsync(
            $"targets/{first}",
            new
            {
                caps = new
                {
                    allTime = 1,
                    allTimeSum = 1000.5,
                    countOn = "connect",
                },
            }
        );
        await server.PlayCallAsync(seed, "answer:90");
        await server.PlayCallAsync(seed, "answer:90", from: "+14155550172");
        Assert.Equal(1, await CallsToAsync(server, first));
        var caps = (await server.Api.GetAsync($"targets/{first}/caps"))["caps"]!.AsArray();
        Assert.Equal(
            ("allTime", 1m, 1m, 0m, true),
            (
                (string)caps[0]!["cap"]!,
                (decimal)caps[0]!["limit"]!,
                (decimal)caps[0]!["used"]!,
                (decimal)caps[0]!["over"]!,
                (bool)caps[0]!["full"]!
            )
        );
        Assert.Equal(("allTimeSum", 1000.5m), ((string)caps[1]!["cap"]!, (decimal)caps[1]!["limit"]!));

        var reset = await server.Api.PostAsync($"targets/{first}/caps/reset", new { cap = "allTime" });
        Assert.Equal(0m, (decimal)reset["caps"]![0]!["used"]!);
        await server.PlayCallAsync(seed, "answer:90", from: "+14155550173");
        Assert.Equal(2, await CallsToAsync(server, first));
    }

    private static async Task<int> CallsToAsync(RunningServer server, string target) =>
        (await server.Api.ListAsync("calls")).Count((JsonNode c) => (string?)c["targetId"] == target);
}
