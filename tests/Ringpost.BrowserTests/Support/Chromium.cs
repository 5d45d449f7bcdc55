using System.Runtime.InteropServices;
using Microsoft.Playwright;

namespace Ringpost.BrowserTests.Support;

/// <summary>The system's own Chromium, driven by Playwright. Nothing is downloaded.</summary>
internal static class Chromium
{
    // The shell draws the same pages without the windows around them, for less of the processor.
    private static readonly string[] Places =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    public static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync(params string[] more)
    {
        MakeDriverExecutable();
        var path =
            Array.Find(Places, File.Exists)
            ?? throw new FileNotFoundException("Chromium is needed: apt-get install chromium-headless-shell fonts-dejavu-core");
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = [.. Flags, .. more] }));
    }

    /// <summary>The package's copy of node loses its right to run on the way into the output folder.</summary>
    private static void MakeDriverExecutable()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var platform = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        var node = Path.Combine(AppContext.BaseDirectory, ".playwright", "node", platform, "node");
        if (File.Exists(node))
            File.SetUnixFileMode(
                node,
                File.GetUnixFileMode(node) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            );
    }
}
