using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Ringpost.Server.Commands;

/// <summary>The command line (architecture 6). A command that fails says why in one line on standard error and ends with a code other than 0.</summary>
internal static class RingpostCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Ringpost: pay-per-call tracking and attribution in one program. Without a command it serves.");
        var settings = new SettingOptions();
        settings.AddTo(root);
        ServeCommand.Configure(root, settings);

        root.Add(ServeCommand.Create(settings));
        root.Add(MigrateCommand.Create(settings));
        root.Add(DemoCommand.Create(settings));
        root.Add(SimulateCommand.Create());
        root.Add(AdminCommand.Create(settings));
        root.Add(DoctorCommand.Create(settings));
        root.Add(ImportCommand.Create(settings));
        root.Add(RebuildReportsCommand.Create(settings));
        root.Add(CheckBooksCommand.Create(settings));
        root.Add(CarriersCommand.Create(settings));
        root.Add(CompareCommand.Create());
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
        );
        // There 1 means that the files differ.
        return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == CompareCommand.Name ? CompareCommand.Wrong : code;
    }

    /// <summary>Runs a command; what it can't cope with becomes one clear line.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        // Its cause says "in use", it says which address.
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await System.Console.Error.WriteLineAsync($"ringpost: {e.Message}");
            return 1;
        }
        catch (Exception e)
        {
            await System.Console.Error.WriteLineAsync($"ringpost: {Words(e).ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    /// <summary>The cause's own words; "Connection refused" alone does not say by whom.</summary>
    private static string Words(Exception e)
    {
        while (e.InnerException is { } inner and not SocketException)
            e = inner;
        return e.InnerException is { } refused ? $"{e.Message}: {refused.Message}" : e.Message;
    }
}
