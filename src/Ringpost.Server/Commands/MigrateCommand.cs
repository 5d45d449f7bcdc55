using System.CommandLine;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost migrate</c>: brings the database to this version's schema and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create(SettingOptions settings)
    {
        var command = new Command("migrate", "Brings the database up to date and ends.");
        command.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    var ran = services.GetRequiredService<Migrator>().Run(cancellation);
                    foreach (var script in ran)
                        System.Console.WriteLine($"migrated {script}");
                    System.Console.WriteLine(ran.Count == 0 ? "The database is up to date." : $"{ran.Count} migrations ran.");
                    return 0;
                })
        );
        return command;
    }
}
