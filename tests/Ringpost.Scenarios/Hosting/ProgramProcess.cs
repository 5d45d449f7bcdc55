using System.Diagnostics;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The program as a process of its own.</summary>
internal static class ProgramProcess
{
    /// <param name="withErrors">What it says to standard error is read too: else it goes where the tests' own does.</param>
    public static ProcessStartInfo Describe(bool withErrors, params IEnumerable<string> arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "ringpost.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = withErrors,
        };

    /// <summary>Its settings are in the environment.</summary>
    public static Process Start(string arguments, IReadOnlyDictionary<string, string?> settings, bool withErrors = false)
    {
        var start = Describe(withErrors, arguments.Split(' '));
        foreach (var (name, value) in settings)
            start.Environment["RINGPOST_" + name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    /// <summary>Its exit code, and all that it said.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string arguments, IReadOnlyDictionary<string, string?> settings)
    {
        using var process = Start(arguments, settings, withErrors: true);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
