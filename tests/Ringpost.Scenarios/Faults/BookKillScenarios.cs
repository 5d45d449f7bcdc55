using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Primitives;
using Ringpost.Scenarios.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Faults;

/// <summary>
/// kill -9 of the real process between adjusting calls and telling the tracker, and in the middle of closings: every change is told once, every
/// amount stands in one document, and no number is missing.
/// </summary>
public sealed class BookKillScenarios
{
    private static readonly int Kills = Proof.IsLong ? 10 : 1;
    private static readonly int Calls = Proof.IsLong ? 20 : 4;
    private static readonly int Conversions = Proof.IsLong ? 2000 : 200;

    /// <summary>Claims of the killed run out first.</summary>
    private const int Long = 500;

    [Theory, EachDatabase]
    public async Task Killed_among_adjustments_and_closings_each_change_is_told_once_and_each_amount_billed_once(Dialect dialect)
    {
        var postgres = dialect == Dialect.Postgres ? await PrivatePostgres.CreateDatabaseAsync() : "";
        await using var server = await ServerProcess.StartAsync(postgres);
        var seed = await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System));
        await TellChangesAsync(server, seed);
        var today = TimeProvider.System.GetUtcNow().Date;
        // The last of them is over in every zone that an instance has by default.
        string Day(int back) => $"{today.AddDays(-back):yyyy-MM-dd}";

        var calls = await PlayAsync(server, seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var change = new
            {
                callIds = calls,
                mode = "relative",
                revenue = -1,
                payout = 0.5,
                effective = Day(2),
                reason = $"Change {kill}",
                key = $"kill-{kill}",
                apply = true,
            };
            var changing = server.Api.PostAsync("calls/adjust", change);
            // Between: some are adjusted, and what is to be told of them lies in the outbox.
            var least = ((kill - 1) * calls.Count) + 2;
            await UntilAsync("SELECT count(*) FROM call_adjustments", least, changing);
            await server.KillAsync();
            await SettledAsync(changing);
            await server.StartAgainAsync();
            // The same key: what was done is left alone.
            await server.Api.PostAsync("calls/adjust", change);
        }

        await RunningServer.UntilAsync(
            async () => await CountAsync("SELECT count(*) FROM deliveries WHERE state = 'pending'") == 0,
            async () => $"{await CountAsync("SELECT count(*) FROM deliveries WHERE state = 'pending'")} deliveries wait",
            Long
        );
        Assert.Equal(Kills * calls.Count, await CountAsync("SELECT count(*) FROM call_adjustments"));
        Assert.Equal(
            Kills * calls.Count,
            await CountAsync("SELECT count(*) FROM deliveries WHERE event = 'adjusted' AND state = 'delivered'")
        );
        var told = (await server.Api.ListAsync("conversions?limit=1000")).Where(c => (decimal)c["paid"]! > 0).ToList();
        Assert.Equal(calls.Order(), told.Select(c => (string)c["transactionId"]!).Order());
        Assert.All(told, c => Assert.Equal((25m - Kills, 15m + (Kills * 0.5m)), ((decimal)c["received"]!, (decimal)c["paid"]!)));

        var landed = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            // One day for each closing, the last of them the day on which the changes count.
            var day = Day(Kills + 2 - kill);
            await PostAsync(server, seed, $"{day}T12:00:00Z", kill);
            var closing = server.Api.PostAsync("periods/close", new { through = day });
            var phase = (kill % 3) switch
            {
                1 => "SELECT count(*) FROM periods WHERE state = 'closing' AND entries > 0",
                2 => "SELECT count(*) FROM document_lines l JOIN documents d ON d.id = l.document_id WHERE d.number IS NULL",
                _ => "SELECT count(*) FROM periods WHERE state = 'closing'",
            };
            await UntilAsync(phase, 1, closing);
            await server.KillAsync();
            await SettledAsync(closing);
            landed += (int)await CountAsync("SELECT count(*) FROM periods WHERE state = 'closing'");
            // Its minute is over.
            await ExecuteAsync("UPDATE periods SET runner_until = 0");
            await server.StartAgainAsync();
            await RunningServer.UntilAsync(
                async () => (string?)(await server.Api.GetAsync("periods"))["items"]![0]!["state"] == "closed",
                async () => $"{(await server.Api.GetAsync("periods"))["items"]![0]}",
                Long
            );
        }

        Assert.Equal(Kills, (await server.Api.GetAsync("periods"))["items"]!.AsArray().Count);
        var documents = await server.Api.ListAsync("documents?limit=1000");
        // Of each day what conversions came to; of the last one what was changed of calls too.
        Assert.Equal((2 * Kills) + 2, documents.Count);
        foreach (var series in documents.Select(d => (string)d["number"]!).GroupBy(n => n[..6]))
            Assert.Equal(Enumerable.Range(1, series.Count()).Select(n => $"{series.Key}-{n:0000}"), series.Order());
        Assert.Equal(Kills * Conversions * 25m, Total("advertiserBill"));
        Assert.Equal((-Kills * calls.Count, Kills * calls.Count * 0.5m), (Total("buyerBill"), Total("publisherStatement")));
        var check = await server.Api.PostAsync("book-check", new { });
        Assert.True((long)check["count"]! == 0 && (long)check["amounts"]! > 2 * Kills * Conversions, $"{check}");
        TestContext.Current.SendDiagnosticMessage("{0} of {1} kills were in the middle of a closing", landed, Kills);

        decimal Total(string kind) => documents.Where(d => (string?)d["kind"] == kind).Sum(d => (decimal)d["total"]!);

        async Task<long> CountAsync(string sql)
        {
            await using var connection = Open();
            return await connection.ExecuteScalarAsync<long>(sql);
        }

        // Every millisecond, on one connection: what is waited for lasts little longer.
        async Task UntilAsync(string count, int least, Task over)
        {
            await using var connection = Open();
            await connection.OpenAsync();
            for (
                var watch = Stopwatch.StartNew();
                watch.Elapsed.TotalSeconds < Long;
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System)
            )
                if (over.IsCompleted || await connection.ExecuteScalarAsync<long>(count) >= least)
                    return;
            Assert.Fail("It did not come.");
        }

        async Task ExecuteAsync(string sql)
        {
            await using var connection = Open();
            await connection.ExecuteAsync(sql);
        }

        // Beside the server, also while it is dead.
        DbConnection Open() =>
            dialect == Dialect.Postgres
                ? new NpgsqlConnection(postgres)
                : new SqliteConnection($"Data Source={Path.Combine(server.Folder, "ringpost.db")};Pooling=False;Default Timeout=30");
    }

    private static async Task TellChangesAsync(ServerProcess server, SeedExample seed)
    {
        var key = (string)(await server.Api.PostAsync("api-keys", new { name = "Wire", role = "admin" }))["key"]!;
        var credential = await server.Api.PostAsync(
            "credentials",
            new
            {
                name = "This instance",
                kind = "bearer",
                secret = key,
                hosts = new[] { server.Address.Authority },
            }
        );
        await server.Api.PostAsync(
            $"call-campaigns/{seed.CallCampaignId}/adjusted-pixel",
            new { credentialId = (string)credential["id"]! }
        );
    }

    private static async Task<List<string>> PlayAsync(ServerProcess server, SeedExample seed)
    {
        using var http = new HttpClient();
        var carrier = seed.CreateCarrier(http, TimeProvider.System, TimeSpan.FromMinutes(2));
        Assert.True(SimulatedCall.TryParseSteps("answer:90", out var steps));
        for (var i = 0; i < Calls; i++)
        {
            var call = new SimulatedCall($"+1415555{1000 + i}", SeedExample.FirstNumber, steps, default);
            Assert.Null((await carrier.PlayAsync(call with { StartsAt = TimeProvider.System.GetUtcNow() - call.Length })).Refusal);
        }

        await RunningServer.UntilAsync(
            async () => (await server.Api.ListAsync("conversions?limit=1000")).Count == 2 * Calls,
            () => Task.FromResult("conversions are missing"),
            Long
        );
        return [.. (await server.Api.ListAsync("calls?limit=1000")).Select(c => (string)c["id"]!)];
    }

    /// <summary>Conversions of a day that is over, of no call of ours.</summary>
    private static async Task PostAsync(ServerProcess server, SeedExample seed, string at, int round)
    {
        var url = await SeedExample.PostbackUrlAsync(
            server.Api,
            seed.OfferId,
            seed.PayableEventId,
            $"source=ringba&ids=static&affiliateId={seed.AffiliateId}"
        );
        using var http = new HttpClient();
        await Parallel.ForAsync(
            0,
            Conversions,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (n, cancellation) =>
                _ = await http.GetStringAsync(
                    url.Replace("[Call:InboundCallId]", $"r{round}-{n}", StringComparison.Ordinal)
                        .Replace("[Call:ConversionAmount]", "25.00", StringComparison.Ordinal)
                        .Replace("[Call:ConversionPayout]", "15.00", StringComparison.Ordinal) + $"&dt={at}",
                    cancellation
                )
        );
    }

    /// <summary>The answer of a killed server may have come before.</summary>
    private static async Task SettledAsync(Task<JsonNode> asked)
    {
        try
        {
            await asked;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            // Killed before it answered.
        }
    }
}
