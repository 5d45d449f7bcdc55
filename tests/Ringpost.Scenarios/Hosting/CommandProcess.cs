using System.Diagnostics;
using Ringpost.Storage;
using Ringpost.Testing;

namespace Ringpost.Scenarios.Hosting;

/// <summary>Runs commands of the program as processes of their own on one database.</summary>
public sealed class CommandProcess : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-command-").FullName;
    private readonly string _database;

    private CommandProcess(string database) => _database = database;

    /// <param name="PeakMegabytes">The most memory that the process held, as far as its lines of progress were a moment to look.</param>
    /// <param name="LastError">The last line of what it said to standard error.</param>
    public sealed record Run(int ExitCode, string Output, string LastError, long PeakMegabytes, TimeSpan Took);

    /// <summary>Beside those that every command gets.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static async Task<CommandProcess> OpenAsync(Dialect dialect) =>
        new(dialect == Dialect.Postgres ? await PrivatePostgres.CreateDatabaseAsync() : "");

    public async Task<Run> RunAsync(params string[] arguments)
    {
        var start = ProgramProcess.Describe(withErrors: true, arguments);
        start.Environment["RINGPOST_Data"] = _folder;
        start.Environment["RINGPOST_Database"] = _database;
        start.Environment["RINGPOST_MasterKey"] = "a master key for tests, long enough";
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var (peak, last) = (0L, "");
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            last = line;
            process.Refresh();
            if (!process.HasExited)
                peak = Math.Max(peak, process.PeakWorkingSet64 / 1_000_000);
        }

        await process.WaitForExitAsync();
        return new Run(process.ExitCode, await output, last, peak, Stopwatch.GetElapsedTime(began));
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
