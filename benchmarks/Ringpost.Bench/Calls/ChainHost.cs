using System.Globalization;
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

/// <summary>
/// The whole product as <c>serve</c> runs it, with the article's example on both sides. On standard input it takes <c>counts</c> and
/// <c>fill N lean|whole</c>, and answers each with a line.
/// </summary>
internal static class ChainHost
{
    /// <summary>What the goal's pixels carry (specification of the benchmark: incoming, connected, payout).</summary>
    private static readonly string[] Pixels = ["incoming", "connected", "payout"];

    /// <param name="receiver">Where the pixels go; empty for the example's own, which become conversions here.</param>
    /// <param name="counting"><c>count</c> to count SQLite's statements, which costs a little.</param>
    public static async Task<int> RunAsync(string url, string data, string database, string receiver, string counting)
    {
        var flags = new Dictionary<string, string?>
        {
            ["Urls"] = url,
            ["Data"] = data,
            ["Database"] = database,
            ["MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        if (receiver.Length > 0)
            flags["Delivery:AllowPrivateAddresses"] = "true";
        if (counting == "count" && database.Length == 0)
            StatementCount.Begin();
        await using var app = RingpostHost.Build(flags);
        await RingpostHost.StartAsync(app, CancellationToken.None);

        var key = (await app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Benchmark", "admin"))).Value;
        using var api = new ApiClient(new Uri(url), key.Key);
        var example = await SeedExample.CreateAsync(api, app.Services.GetRequiredService<Identifiers>(), withPixels: receiver.Length == 0);
        if (receiver.Length > 0)
            foreach (var fireOn in Pixels)
                await SeedExample.PixelAsync(
                    api,
                    example.CallCampaignId,
                    fireOn,
                    fireOn,
                    $"{receiver}/{fireOn}?call=[Call:InboundCallId]&from=[Call:InboundPhoneNumber]&payout=[Call:ConversionPayout]"
                );
        var address = new ChainAddress(example.VoiceUrl, example.StatusUrl, example.Token);
        System.Console.WriteLine("ready " + JsonSerializer.Serialize(address));

        var storage = app.Services.GetRequiredService<Database>();
        using var allocations = Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is null ? null : new Postbacks.AllocationSample();
        while (System.Console.In.ReadLine() is { } line)
            System.Console.WriteLine(
                line.Split(' ') is ["fill", var calls, var how]
                    ? "filled " + await StoredCalls.FillAsync(storage, int.Parse(calls, CultureInfo.InvariantCulture), how == "whole")
                    : "counts " + JsonSerializer.Serialize(await CountAsync(storage))
            );
        if (allocations is not null)
            await System.Console.Error.WriteLineAsync(allocations.Most(40).Replace("; ", "\n", StringComparison.Ordinal));
        await app.StopAsync();
        return 0;
    }

    /// <summary>Done deliveries are counted by what is not done: those that are stored are many.</summary>
    private static async Task<ChainCounts> CountAsync(Database storage)
    {
        var database = await Postbacks.ServerCpu.MicrosecondsAsync(storage);
        return await storage.ReadAsync(async c => new ChainCounts(
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM conversions"),
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM open_deliveries WHERE state = 'pending'"),
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM open_deliveries WHERE state IN ('rejected', 'failed')"),
            GC.GetTotalAllocatedBytes(),
            GC.CollectionCount(0),
            GC.CollectionCount(2),
            storage.Dialect == Dialect.Sqlite ? StatementCount.Statements : await StatementsAsync(c),
            storage.Dialect == Dialect.Sqlite
                ? StatementCount.Rows
                : await c.ExecuteScalarAsync<long>(
                    "SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = current_database()"
                ),
            database
        ));
    }

    /// <summary>-1 where the server does not count them (pg_stat_statements).</summary>
    private static async Task<long> StatementsAsync(System.Data.Common.DbConnection connection) =>
        await connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements')")
            ? await connection.ExecuteScalarAsync<long>("SELECT sum(calls)::bigint FROM pg_stat_statements")
            : -1;
}
