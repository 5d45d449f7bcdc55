using Ringpost.Scenarios.Hosting;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Import;

/// <summary>An account by the command line: what an operator types and reads.</summary>
public sealed class RingbaImportScenarios
{
    [Theory, EachDatabase]
    public async Task An_account_comes_over_by_the_command_line_and_a_second_run_changes_nothing(Dialect dialect)
    {
        await using var ringba = await RingbaServer.StartAsync();
        using var commands = await CommandProcess.OpenAsync(dialect);
        commands.Variables["RINGPOST_Delivery__AllowPrivateAddresses"] = "true";
        commands.Variables["RINGBA_TOKEN"] = RingbaServer.Token;
        string[] import =
        [
            "import",
            "ringba",
            "--url",
            ringba.Address,
            "--calls-since",
            $"{TimeProvider.System.GetUtcNow().AddDays(-5):yyyy-MM-dd}",
        ];

        var dry = await commands.RunAsync([.. import, "--dry-run"]);
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains("LeaveOut  RingTree PI1 “Bidders” [NotBuilt]", dry.Output, StringComparison.Ordinal);
        Assert.Contains("Campaign: 2 read, 2 to add, 0 the same", dry.Output, StringComparison.Ordinal);
        var first = await commands.RunAsync(import);
        Assert.Contains("Campaign: 2 read, 2 added, 0 the same", first.Output, StringComparison.Ordinal);
        var second = await commands.RunAsync(import);
        Assert.Contains("Campaign: 2 read, 0 added, 2 the same", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(RingbaServer.Token, dry.Output + first.Output + second.Output, StringComparison.Ordinal);

        // What a foreign server refuses does not depend on our database.
        if (dialect != Dialect.Sqlite)
            return;
        commands.Variables["RINGBA_TOKEN"] = "another";
        Assert.NotEqual(0, (await commands.RunAsync(import)).ExitCode);
    }
}
