using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Ringpost.Testing;

/// <summary>
/// npm's packages, unmodified, in versions that a lock file fixes: the carrier's own library proves ours, <c>s3rver</c> plays a store, axe looks at
/// pages. Installed once, below <c>artifacts</c>; without node and npm the test is skipped, where <c>CI=true</c> it fails.
/// </summary>
public static class NpmPackages
{
    private static readonly string[] Packages = ["twilio", "s3rver", "axe-core"];

    private static readonly SemaphoreSlim Once = new(1, 1);

    /// <summary>Runs a script of <c>Npm/</c> over <paramref name="input"/> and answers what it said; null where node or npm is missing.</summary>
    public static async Task<JsonNode?> RunAsync(string script, JsonNode input)
    {
        var folder = await InstallAsync();
        if (folder is null)
            return Environment.GetEnvironmentVariable("CI") == "true"
                ? throw new InvalidOperationException("node and npm are needed: apt-get install nodejs npm")
                : null;
        var (code, output, errors) = await StartAsync("node", folder, input.ToJsonString(), script);
        return code == 0 ? JsonNode.Parse(output) : throw new InvalidOperationException($"{script} ended with {code}: {errors}");
    }

    /// <summary>The text of axe, to be run within a page; null where node or npm is missing.</summary>
    public static async Task<string?> ReadAxeAsync() =>
        await InstallAsync() is { } folder
            ? await File.ReadAllTextAsync(Path.Combine(folder, "node_modules", "axe-core", "axe.min.js"))
            : null;

    /// <summary>The folder with the packages; null where node or npm is missing.</summary>
    internal static async Task<string?> InstallAsync()
    {
        if (!Has("node") || !Has("npm"))
            return null;
        var root = Root();
        var folder = Path.Combine(root, "artifacts", "npm-twilio");
        await Once.WaitAsync();
        try
        {
            // Another test process may be at it too: whoever has the file installs.
            Directory.CreateDirectory(folder);
            await using var mine = await LockAsync(Path.Combine(folder, ".lock"));
            foreach (var file in Directory.GetFiles(Path.Combine(root, "tests", "Ringpost.Testing", "Npm")))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            if (Packages.All(p => File.Exists(Path.Combine(folder, "node_modules", p, "package.json"))))
                return folder;
            var (code, _, errors) = await StartAsync("npm", folder, "", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            return code == 0 ? folder : throw new InvalidOperationException("npm ci failed: " + errors);
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        for (var run = 0; ; run++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (run < 1200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static async Task<(int Code, string Output, string Errors)> StartAsync(
        string program,
        string folder,
        string input,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Ringpost.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The repository was not found.");
    }
}
