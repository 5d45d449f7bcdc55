using System.CommandLine;
using Ringpost.CallTracking.Import;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost import ringba</c>: brings an account over from Ringba's API. Works with and without a running server.</summary>
internal static class ImportRingbaCommand
{
    /// <summary>Where the token comes from unless it is given: a command line is seen by everybody on the machine.</summary>
    private const string TokenVariable = "RINGBA_TOKEN";

    public static Command Create(SettingOptions settings, Actor shell)
    {
        var token = new Option<string?>("--token") { Description = $"An API token of Ringba's; {TokenVariable} where absent." };
        var account = new Option<string?>("--account") { Description = "The account's id; not needed where the token sees one only." };
        var url = new Option<string?>("--url") { Description = "The API's address; Ringba's where absent." };
        var since = new Option<string?>("--calls-since")
        {
            Description = "Bring the call log from this day on, as 2026-01-31; it stays at Ringba where absent.",
        };
        var folder = new Option<string?>("--files") { Description = "Read the CSV files of this folder instead of asking the API." };
        var zone = new Option<string?>("--time-zone") { Description = "In which the files' dates are; the instance's where absent." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would happen, store nothing." };
        var update = new Option<bool>("--update") { Description = "Overwrite what is here with another value." };
        var command = new Command("ringba", "From Ringba's API or CSV exports (docs/migration-from-ringba.md).")
        {
            token,
            account,
            url,
            since,
            folder,
            zone,
            dryRun,
            update,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    services.GetRequiredService<Migrator>().Run(cancellation);
                    var result = parsed.GetValue(folder) is { } files
                        ? await services
                            .GetRequiredService<ImportRingbaFiles>()
                            .RunAsync(shell, new(FilesOf(files), parsed.GetValue(zone), parsed.GetValue(dryRun)), Tell, cancellation)
                        : await services
                            .GetRequiredService<ImportRingba>()
                            .RunAsync(
                                shell,
                                new(
                                    parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable),
                                    parsed.GetValue(account),
                                    parsed.GetValue(url),
                                    parsed.GetValue(since),
                                    parsed.GetValue(dryRun),
                                    parsed.GetValue(update)
                                ),
                                Tell,
                                cancellation
                            );
                    if (!result.IsOk)
                        throw new InvalidOperationException(result.Refusal.Message);
                    Print(result.Value);
                    return 0;
                })
        );
        return command;
    }

    private static void Tell(string what, long number)
    {
        if (number % 10_000 == 0)
            System.Console.Error.WriteLine($"{what}: {number}");
    }

    private static RingbaSource[] FilesOf(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*.csv")
                    .Order(StringComparer.Ordinal)
                    .Select(path => new RingbaSource(Path.GetFileName(path), () => File.OpenRead(path))),
            ]
            : throw new InvalidOperationException($"There is no folder {folder}.");

    private static void Print(RingbaReport report)
    {
        foreach (var item in report.Items)
            System.Console.WriteLine(
                $"{item.Outcome, -9} {item.Kind} {item.Id}"
                    + (item.Name is null ? "" : $" “{item.Name}”")
                    + (item.Reason is null ? "" : $" [{item.Reason}]")
                    + (item.Message is null ? "" : $": {item.Message}")
            );
        foreach (var count in report.Counts)
            System.Console.WriteLine(
                $"{count.Kind}: {count.Read} read, {count.Added} {(report.DryRun ? "to add" : "added")}, {count.Same} the same, "
                    + $"{count.Different} different, {count.Updated} overwritten, {count.LeftOut} left out"
            );
        System.Console.WriteLine(report.DryRun ? "A dry run: nothing was stored." : "Stored.");
    }
}
