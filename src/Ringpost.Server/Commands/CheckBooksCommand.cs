using System.CommandLine;
using System.Globalization;
using Ringpost.Primitives;
using Ringpost.Reconciliation.BookCheck;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary>
/// <c>ringpost check-books</c>: proves that entries, rollups, reports and documents agree, and names each thing that does not add up. Works with and
/// without a running server; exit code 1 where something differs.
/// </summary>
internal static class CheckBooksCommand
{
    private static readonly Actor Shell = new("shell", $"Command line ({Environment.UserName})", Role.Admin);

    public static Command Create(SettingOptions settings)
    {
        var command = new Command("check-books", "Proves that entries, rollups, reports and documents agree.");
        command.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    services.GetRequiredService<Migrator>().Run(cancellation);
                    var run = (await services.GetRequiredService<CheckBooks>().RunAsync(Shell, cancellation)).Value;
                    foreach (var difference in run.Differences)
                        System.Console.WriteLine(
                            string.Create(
                                    CultureInfo.InvariantCulture,
                                    $"{difference.Kind}: {difference.Subject}: expected {difference.Expected:0.######}, found {difference.Found:0.######} {difference.Currency}"
                                )
                                .TrimEnd()
                        );
                    System.Console.WriteLine(
                        run.IsClean
                            ? $"The books add up: {run.Amounts} amounts were looked at."
                            : $"The books do not add up: {run.Count} differences in {run.Amounts} amounts."
                    );
                    return run.IsClean ? 0 : 1;
                })
        );
        return command;
    }
}
