using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Access.Keys;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;

namespace Ringpost.Bench.Calls;

/// <summary>What the driver needs to play calls against the host.</summary>
internal sealed record ChainAddress(Uri VoiceUrl, Uri StatusUrl, string Token);

/// <summary>The whole product as <c>serve</c> runs it, with the article's example on both sides; it answers each line on standard input with counts.</summary>
internal static class ChainHost
{
    public static async Task<int> RunAsync(string url, string data, string database)
    {
        var flags = new Dictionary<string, string?>
        {
            ["Urls"] = url,
            ["Data"] = data,
            ["Database"] = database,
            ["MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        await using var app = RingpostHost.Build(flags);
        await RingpostHost.StartAsync(app, CancellationToken.None);

        var key = (await app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Benchmark", "admin"))).Value;
        using var api = new ApiClient(new Uri(url), key.Key);
        var example = await SeedExample.CreateAsync(api, app.Services.GetRequiredService<Identifiers>());
        var address = new ChainAddress(example.VoiceUrl, example.StatusUrl, example.Token);
        System.Console.WriteLine("ready " + JsonSerializer.Serialize(address));

        var storage = app.Services.GetRequiredService<Database>();
        using var allocations = Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is null ? null : new Postbacks.AllocationSample();
        while (System.Console.In.ReadLine() is not null)
        {
            var (conversions, waiting) = await storage.ReadAsync(async c =>
                (
                    await c.ExecuteScalarAsync<long>("SELECT count(*) FROM conversions"),
                    await c.ExecuteScalarAsync<long>("SELECT count(*) FROM deliveries WHERE state = 'pending'")
                )
            );
            System.Console.WriteLine(
                $"counts {conversions} {waiting} {GC.GetTotalAllocatedBytes()} {GC.CollectionCount(0)} {GC.CollectionCount(2)}"
            );
        }

        if (allocations is not null)
            await System.Console.Error.WriteLineAsync(allocations.Most(40).Replace("; ", "\n", StringComparison.Ordinal));
        await app.StopAsync();
        return 0;
    }
}
