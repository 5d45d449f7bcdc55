using System.Diagnostics;
using System.Text.Json.Nodes;
using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Xunit;

namespace Ringpost.Scenarios.Compare;

/// <summary><c>ringpost compare</c> as a newcomer runs it: the program itself, two files, nothing set up.</summary>
public sealed class CompareScenarios : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ringpost-compare-").FullName;

    [Fact]
    public async Task Our_own_files_of_both_sides_agree_until_one_is_changed()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        var seed = await server.CreateSeedExampleAsync(withPixels: true);
        await server.PlayCallAsync(seed, "answer:90");
        await server.PlayCallAsync(seed, "answer:95", from: "+14155550172");
        await server.PlayCallAsync(seed, "hangup:20", from: "+14155550173");
        // Each call is one Incoming, the answered ones are Payable too.
        await server.ConversionsAsync(5);
        var calls = await SaveAsync(server, "calls.csv");
        var conversions = await SaveAsync(server, "conversions.csv");

        var (code, output, _) = await RunAsync(calls, conversions);
        Assert.Equal((0, "2 calls, 2 conversions: they agree"), (code, output.TrimEnd().Split('\n')[^1]));
        Assert.Contains("“Incoming call” left out", output, StringComparison.Ordinal);

        var lines = await File.ReadAllLinesAsync(conversions);
        var payable = Array.FindIndex(lines, l => l.Contains("Payable call", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(conversions, lines.Where((_, i) => i != payable));
        (code, output, _) = await RunAsync(calls, conversions);
        Assert.Equal(1, code);
        Assert.EndsWith("2 calls, 1 conversion: 1 never arrived (15.00 paid, 25.00 received)", output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("415555017", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_written_and_standard_output_holds_what_was_asked_for_alone()
    {
        var (calls, conversions) = (Path("calls.csv"), Path("conversions.csv"));
        await File.WriteAllTextAsync(calls, "Call Date,Inbound Call ID,Caller ID,Payout\n03/02/2026 10:00:00 AM,RGB1,+12025550181,30\n");
        await File.WriteAllTextAsync(conversions, "Conversion Date,Transaction ID,Paid\n2026-03-02 10:04:00,RGB1,25\n");

        var (code, output, errors) = await RunAsync(
            calls,
            conversions,
            "--json",
            "-",
            "--csv",
            Path("out.csv"),
            "--html",
            Path("out.html")
        );
        Assert.Equal(1, code);
        var json = JsonNode.Parse(output)!;
        Assert.Equal("1 call, 1 conversion: 1 with another amount (5.00)", (string)json["headline"]!);
        Assert.Equal((string)json["headline"]!, errors.Trim());
        Assert.Contains("anotherAmount", await File.ReadAllTextAsync(Path("out.csv")), StringComparison.Ordinal);
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path("out.html")), StringComparison.Ordinal);
        // Nothing is set up by it.
        Assert.Equal(
            ["calls.csv", "conversions.csv", "out.csv", "out.html"],
            Directory.GetFileSystemEntries(_folder).Select(System.IO.Path.GetFileName).Order()
        );
    }

    [Fact]
    public async Task What_is_wrong_ends_with_2_and_says_what_to_do()
    {
        var calls = Path("calls.csv");
        await File.WriteAllTextAsync(calls, "Call Date,Inbound Call ID,Payout\nsoon,RGB1,30\n");
        foreach (
            var (arguments, said) in new (string[], string)[]
            {
                ([calls], "Required argument 'CONVERSIONS' missing"),
                ([calls, Path("none.csv")], $"ringpost: There is no file {Path("none.csv")}."),
                ([calls, calls, "--calls-zone", "Mars/Base"], "“Mars/Base” is no time zone"),
                ([calls, calls, "--date-order", "ymd"], "“ymd” is neither mdy nor dmy."),
                ([calls, calls, "--colour"], "--colour"),
                ([calls, calls], "calls.csv, line 2, column “Call Date”: “soon” is not a time."),
            }
        )
        {
            var (code, _, errors) = await RunAsync(arguments);
            Assert.Equal((2, true), (code, errors.Contains(said, StringComparison.Ordinal)));
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Under the name that the server gives it, which tells the zone.</summary>
    private async Task<string> SaveAsync(RunningServer server, string path)
    {
        using var answer = await server.Api.TryAsync(HttpMethod.Get, path);
        var name = answer.Content.Headers.ContentDisposition!.FileName!.Trim('"');
        await File.WriteAllBytesAsync(Path(name), await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return Path(name);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = ProgramProcess.Describe(withErrors: true, ["compare", .. arguments]);
        start.WorkingDirectory = _folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    public void Dispose() => Directory.Delete(_folder, true);
}
