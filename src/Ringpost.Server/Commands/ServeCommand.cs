using System.CommandLine;
using Ringpost.Server.Hosting;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost serve</c>: migrates, then serves until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(SettingOptions settings)
    {
        var command = new Command("serve", "Brings the database up to date and serves (the default).");
        Configure(command, settings);
        return command;
    }

    public static void Configure(Command command, SettingOptions settings) =>
        command.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var app = RingpostHost.Build(settings.Read(parsed));
                    await RingpostHost.StartAsync(app, cancellation);
                    await app.WaitForShutdownAsync(cancellation);
                    return 0;
                })
        );
}
