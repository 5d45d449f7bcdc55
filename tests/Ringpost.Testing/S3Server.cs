using System.Diagnostics;
using System.Globalization;

namespace Ringpost.Testing;

/// <summary>npm's <c>s3rver</c>, an S3-compatible server behind a check of each signature, on a port of its own with one bucket.</summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "recordings";

    /// <summary>The server's own key and secret.</summary>
    public const string Key = "S3RVER";

    private readonly Process _process;
    private readonly string _folder;

    private S3Server(Process process, string folder, Uri endpoint) => (_process, _folder, Endpoint) = (process, folder, endpoint);

    public Uri Endpoint { get; }

    /// <summary>Null without node and npm; where <c>CI=true</c> that is a failure.</summary>
    public static async Task<S3Server?> StartAsync()
    {
        if (await NpmPackages.InstallAsync() is not { } packages)
            return Environment.GetEnvironmentVariable("CI") == "true"
                ? throw new InvalidOperationException("node and npm are needed: apt-get install nodejs npm")
                : null;
        var folder = Directory.CreateTempSubdirectory("ringpost-s3-").FullName;
        var start = new ProcessStartInfo("node", ["s3.cjs", folder])
        {
            WorkingDirectory = packages,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("s3rver did not start.");
        return new S3Server(process, folder, new Uri($"http://127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, true);
    }
}
