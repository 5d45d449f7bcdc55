using System.CommandLine;
using Ringpost.Attribution.Import;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost import cake DIR</c>: brings a network over from another tracker's files. Works with and without a running server.</summary>
internal static class ImportCommand
{
    private static readonly Actor Shell = new("shell", $"Command line ({Environment.UserName})", Role.Admin);

    public static Command Create(SettingOptions settings)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder with CAKE's CSV files." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Find every problem, store nothing." };
        var update = new Option<bool>("--update") { Description = "Overwrite what is here with another value." };
        var skip = new Option<bool>("--skip") { Description = "Store what is right even where other rows have errors." };
        var cake = new Command("cake", "From CAKE's CSV exports (docs/migration-from-cake.md).") { folder, dryRun, update, skip };
        cake.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    var files = FilesOf(parsed.GetValue(folder)!);
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    services.GetRequiredService<Migrator>().Run(cancellation);
                    var result = await services
                        .GetRequiredService<ImportCake>()
                        .RunAsync(
                            Shell,
                            new(files, parsed.GetValue(dryRun), parsed.GetValue(update), parsed.GetValue(skip)),
                            (file, rows) =>
                            {
                                if (rows % 100_000 == 0)
                                    System.Console.Error.WriteLine($"{file}: {rows} rows");
                            },
                            cancellation
                        );
                    if (!result.IsOk)
                        throw new InvalidOperationException(result.Refusal.Message);
                    Print(result.Value);
                    return result.Value.Errors > 0 ? 1 : 0;
                })
        );
        return new Command("import", "Brings a network over from another tracker.") { cake, ImportRingbaCommand.Create(settings, Shell) };
    }

    private static ImportSource[] FilesOf(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder)
                    .Order(StringComparer.Ordinal)
                    .Select(path => new ImportSource(Path.GetFileName(path), () => File.OpenRead(path))),
            ]
            : throw new InvalidOperationException($"There is no folder {folder}.");

    private static void Print(ImportReport report)
    {
        foreach (var problem in report.Problems)
            System.Console.WriteLine(
                $"{problem.Kind.ToString().ToLowerInvariant(), -10} {problem.File}"
                    + (problem.Row > 0 ? $" row {problem.Row}" : "")
                    + (problem.Column is null ? "" : $", {problem.Column}")
                    + $": {problem.Message}"
            );
        foreach (var file in report.Files)
            System.Console.WriteLine(
                $"{file.File}: {file.Rows} rows, {file.Added} {(report.Stored ? "added" : "to add")}, {file.Same} the same, "
                    + $"{file.Different} different, {file.Updated} overwritten, {file.Errors} with errors"
            );
        System.Console.WriteLine(
            report.Stored ? "Stored."
            : report.DryRun ? "A dry run: nothing was stored."
            : "Nothing was stored: mend the errors, or leave those rows out with --skip."
        );
    }
}
