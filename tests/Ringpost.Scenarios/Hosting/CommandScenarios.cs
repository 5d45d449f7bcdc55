using System.Text.Json.Nodes;
using Ringpost.Primitives;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The commands that an operator runs beside a serving process, on the same data.</summary>
public sealed class CommandScenarios
{
    [Theory, EachDatabase]
    public async Task Reports_are_rebuilt_from_the_shell_while_the_server_serves(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        var (code, output) = await server.CommandAsync("rebuild-reports");
        Assert.Equal((0, "There is no record in that time; the reports are as they were."), (code, output.Trim()));

        var seed = await server.CreateSeedExampleAsync();
        var answer = await server.Http.GetStringAsync($"/m.ashx?o={seed.OfferId}&pubid={seed.AffiliateId}&f=pb&t=REBUILT-1");
        Assert.Contains("SUCCESS", answer, StringComparison.Ordinal);
        var before = await CountAsync(server);
        Assert.Equal("1", before);

        (code, output) = await server.CommandAsync("rebuild-reports --from 2020-01-01");
        Assert.Equal(0, code);
        Assert.Contains("The reports of 1 hours are made anew", output, StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync(server));

        (code, output) = await server.CommandAsync("rebuild-reports --from yesterday");
        Assert.Equal(1, code);
        Assert.Contains("--from: ", output, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Doctor_looks_at_the_work_in_the_background_and_its_code_says_whether_something_is_wrong(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect);
        await server.CreateSeedExampleAsync();
        var (code, output) = await server.CommandAsync("doctor --pending-days 7");
        foreach (var what in new[] { "outbox", "reports", "caps", "pixel-log", "clicks", "pending" })
            Assert.Contains($"ok     {what}", output, StringComparison.Ordinal);
        Assert.Contains("no conversion waits for longer than 7 days", output, StringComparison.Ordinal);
        Assert.Contains("every concurrency slot belongs to a live call", output, StringComparison.Ordinal);
        Assert.Equal(output.Contains("WRONG", StringComparison.Ordinal) ? 1 : 0, code);
    }

    [Fact]
    public async Task A_second_server_says_why_it_can_not_listen_and_the_first_ends_cleanly_with_a_time_on_each_line_of_its_log()
    {
        await using var server = await ServerProcess.StartAsync(Dialect.Sqlite);
        await SeedExample.CreateAsync(server.Api, new Identifiers(TimeProvider.System));

        var (taken, said) = await server.CommandAsync("serve --roles web");
        Assert.Equal(1, taken);
        Assert.Equal(
            $"ringpost: Can't listen on {server.Address.GetLeftPart(UriPartial.Authority)}: another program listens there. Choose another address with --urls.",
            said.Trim()
        );

        var (code, log) = await server.StopAsync();
        Assert.Equal(0, code);
        var lines = log.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, l => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)l["Timestamp"]));
        Assert.DoesNotContain(lines, l => (string?)l["LogLevel"] is "Error" or "Critical");
    }

    private static async Task<string> CountAsync(RunningServer server) =>
        $"{(await server.Api.GetAsync("conversion-report?groupBy=offer"))["rows"]!.AsArray().Sum(r => (long)r!["records"]!)}";
}
