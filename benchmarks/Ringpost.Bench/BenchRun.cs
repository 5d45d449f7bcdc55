using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ringpost.Bench;

/// <summary>What every benchmark notes about its run, and where its committed results go.</summary>
internal static class BenchRun
{
    public static string Today() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<string> CommitAsync()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true })!;
        return (await git.StandardOutput.ReadToEndAsync()).Trim();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Day, commit, machine, and how busy it was: on a machine that others use too, figures say little.</summary>
    public static async Task<string> HeaderAsync()
    {
        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[1] : "unknown";
        return $"{Today()}, commit {await CommitAsync()}, {Environment.ProcessorCount} cores ({RuntimeInformation.OSDescription}), load of the last 5 minutes {load}";
    }

    public static void Show(string name, string title, string[] lines, bool write)
    {
        foreach (var line in lines)
            System.Console.WriteLine(line);
        if (write)
            Write(name, title, lines);
    }

    public static void Write(string name, string title, string[] lines)
    {
        Directory.CreateDirectory("benchmarks/results");
        File.WriteAllLines($"benchmarks/results/{name}.md", [$"# {title}", "", .. lines]);
    }
}
