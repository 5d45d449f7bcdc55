using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Ringpost.Bench.Deliveries;

/// <summary>
/// The same deliveries by BullMQ on a Redis that syncs each write (<c>appendfsync always</c>), to the same kind of receivers. Needs redis-server,
/// node and npm; the packages are installed below <c>artifacts</c> as the lock file fixes them.
/// </summary>
internal static class BullMq
{
    /// <summary>How many leave in a second.</summary>
    public static async Task<double> RunAsync(int count, int hosts, int atOnce)
    {
        var folder = await InstallAsync();
        var data = Directory.CreateTempSubdirectory("ringpost-bench-redis-").FullName;
        var port = BenchRun.FreePort();
        using var redis = Process.Start(
            new ProcessStartInfo(
                "redis-server",
                [
                    "--port",
                    $"{port}",
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    data,
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "always",
                    "--save",
                    "",
                    // As BullMQ asks for: jobs must never be evicted.
                    "--maxmemory-policy",
                    "noeviction",
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            _ = redis.StandardOutput.ReadToEndAsync();
            await using var sink = new NumberedSink(hosts, count);
            await sink.StartAsync();
            using var node = Process.Start(
                new ProcessStartInfo("node", ["send.mjs", $"{port}", $"{sink.Port}", $"{hosts}", $"{count}", $"{atOnce}"])
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                }
            )!;
            var said = JsonNode.Parse(await node.StandardOutput.ReadToEndAsync())!;
            return sink.Came == count
                ? count / (double)said["sent"]!
                : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"BullMQ sent {sink.Came} of {count}."));
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync();
            Directory.Delete(data, true);
        }
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Directory.CreateDirectory("artifacts/npm-bullmq").FullName;
        foreach (var file in Directory.GetFiles("benchmarks/bullmq"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        using var npm = Process.Start(
            new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]) { WorkingDirectory = folder }
        )!;
        await npm.WaitForExitAsync();
        return npm.ExitCode == 0 ? folder : throw new InvalidOperationException("npm ci failed.");
    }
}
