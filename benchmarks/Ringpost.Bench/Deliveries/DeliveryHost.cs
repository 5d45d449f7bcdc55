using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Bench.Postbacks;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Bench.Deliveries;

/// <summary>
/// The whole product as <c>serve</c> runs it; its outbox is filled by command. With the role <c>web</c> alone it sends nothing: what it stores
/// waits for the next host over the same database.
/// </summary>
internal static class DeliveryHost
{
    private const int AtOnce = 500;

    public static async Task<int> RunAsync(string url, string data, string database, string roles)
    {
        await using var app = RingpostHost.Build(
            new Dictionary<string, string?>
            {
                ["Urls"] = url,
                ["Data"] = data,
                ["Database"] = database,
                ["Roles"] = roles,
                ["MasterKey"] = Convert.ToBase64String(new byte[32]),
                ["Logging:LogLevel:Default"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                ["Delivery:AllowPrivateAddresses"] = "true",
            }
        );
        await RingpostHost.StartAsync(app, CancellationToken.None);
        var storage = app.Services.GetRequiredService<Database>();
        var outbox = app.Services.GetRequiredService<Outbox>();
        using var allocations = Environment.GetEnvironmentVariable("BENCH_ALLOCATIONS") is null ? null : new AllocationSample();
        await HostProcess.ServeAsync(
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            async command =>
                command.Split(' ') switch
                {
                    ["fill", var first, var count, var hosts, var port] => await FillAsync(
                        storage,
                        outbox,
                        Number(first),
                        Number(count),
                        Number(hosts),
                        Number(port)
                    ),
                    ["pace", var first, var perSecond, var seconds, var hosts, var port] => await PaceAsync(
                        storage,
                        outbox,
                        Number(first),
                        Number(perSecond),
                        Number(seconds),
                        Number(hosts),
                        Number(port)
                    ),
                    ["vacuum"] => await VacuumAsync(storage),
                    ["empty"] => await EmptyAsync(storage),
                    ["waiting"] => await WaitingAsync(storage),
                    ["settle"] => await StoredRows.SettleAsync(storage),
                    ["allocations"] => allocations?.Most(40) ?? "",
                    _ => JsonSerializer.Serialize(HostProcess.Counters(await ServerCpu.MicrosecondsAsync(storage), 0)),
                }
        );
        await app.StopAsync();
        return 0;
    }

    /// <summary>A pixel as calls have them.</summary>
    public static string PixelUrl(int number, int hosts, int port) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"http://{NumberedSink.AddressOf((number < 0 ? -number : number) % hosts)}:{port}{NumberedSink.Path}?n={number}&a=12&o=34&e=56&t=01940000-0000-7000-8000-{number & int.MaxValue:000000000000}&payout=25.00&revenue=40.00"
        );

    /// <summary>Stores so many, due at once, some hundred in a transaction.</summary>
    private static async Task<string> FillAsync(Database storage, Outbox outbox, int first, int count, int hosts, int port)
    {
        var began = Stopwatch.GetTimestamp();
        for (var from = first; from < first + count; from += AtOnce)
        {
            var numbers = Enumerable.Range(from, Math.Min(AtOnce, first + count - from));
            await storage.WriteAsync(
                WriteKeys.None,
                unit => outbox.EnqueueAsync(unit, [.. numbers.Select(n => Draft(n, hosts, port, unit.Now))])
            );
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>Stores one after another at a rate, each in a transaction of its own. Answers with the file of their moments of commit.</summary>
    private static async Task<string> PaceAsync(Database storage, Outbox outbox, int first, int perSecond, int seconds, int hosts, int port)
    {
        var committed = new long[perSecond * seconds];
        var writes = new Task[committed.Length];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < writes.Length; i++)
        {
            while (Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond < i)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            writes[i] = StoreAsync(i);
        }

        await Task.WhenAll(writes);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(committed));
        return file;

        async Task StoreAsync(int i)
        {
            await storage.WriteAsync(WriteKeys.None, unit => outbox.EnqueueAsync(unit, Draft(first + i, hosts, port, unit.Now)));
            committed[i] = Stopwatch.GetTimestamp();
        }
    }

    private static async Task<string> EmptyAsync(Database storage)
    {
        await storage.WriteAsync(
            WriteKeys.None,
            u =>
                u.Connection.ExecuteAsync(
                    u.Pick(
                        "DELETE FROM delivery_attempts; DELETE FROM deliveries",
                        "TRUNCATE delivery_attempts, open_deliveries, deliveries"
                    )
                )
        );
        return "empty";
    }

    /// <summary>What storing a million rows leaves the server to do: it would begin with it at some moment of what is measured.</summary>
    private static async Task<string> VacuumAsync(Database storage)
    {
        if (storage is PostgresDatabase postgres)
        {
            await using var connection = await postgres.Source.OpenConnectionAsync();
            await connection.ExecuteAsync("VACUUM ANALYZE deliveries, open_deliveries", commandTimeout: 300);
        }

        return "vacuumed";
    }

    private static async Task<string> WaitingAsync(Database storage) =>
        (await storage.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT count(*) FROM open_deliveries WHERE state = 'pending'"))).ToString(
            CultureInfo.InvariantCulture
        );

    private static DeliveryDraft Draft(int number, int hosts, int port, Instant now) =>
        new(
            "call",
            string.Create(CultureInfo.InvariantCulture, $"01940000-0000-7000-8000-{number:000000000000}"),
            $"pixel-{number % hosts}",
            "payout",
            string.Create(CultureInfo.InvariantCulture, $"01940000-0000-7000-8000-{number:000000000000}"),
            "GET",
            PixelUrl(number, hosts, port),
            new Dictionary<string, string>(),
            null,
            null,
            SuccessRule.Status,
            now
        );

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
