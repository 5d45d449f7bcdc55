using System.CommandLine;
using Ringpost.Attribution.Reports;
using Ringpost.CallTracking.Reports;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;

namespace Ringpost.Server.Commands;

/// <summary>
/// <c>ringpost rebuild-reports</c>: makes the conversion reports anew from the records, as <c>POST /api/v1/conversion-report/rebuild</c> does, and
/// has the server add up the call report's hours again, as <c>POST /api/v1/call-report/rebuild</c> does. Works with and without a running server;
/// one that broke off is run again.
/// </summary>
internal static class RebuildReportsCommand
{
    private static readonly Actor Shell = new("shell", $"Command line ({Environment.UserName})", Role.Admin);

    public static Command Create(SettingOptions settings)
    {
        var from = Day("--from", "From this day of the network's zone on, or a time (default: the first record).");
        var to = Day("--to", "Until this day, included, or a time (default: the last record).");
        var command = new Command(
            "rebuild-reports",
            "Makes the conversion reports anew from the records, and has the call report added up again."
        )
        {
            from,
            to,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    services.GetRequiredService<Migrator>().Run(cancellation);
                    var day = "";
                    var result = await services
                        .GetRequiredService<RebuildReports>()
                        .RunAsync(
                            Shell,
                            new(parsed.GetValue(from), parsed.GetValue(to)),
                            part =>
                            {
                                if ($"{part.From}"[..10] is var now && now != day)
                                    System.Console.Error.WriteLine(day = now);
                            },
                            cancellation
                        );
                    if (!result.IsOk)
                        throw new InvalidOperationException(Words(result.Refusal));
                    var (first, end, hours) = result.Value;
                    System.Console.WriteLine(
                        hours == 0
                            ? "There is no record in that time; the reports are as they were."
                            : $"The reports of {hours} hours are made anew, from {first} to {end}."
                    );
                    var calls = await services.GetRequiredService<RebuildCallReport>().RunAsync(Shell, cancellation);
                    if (calls.Value.Hours > 0)
                        System.Console.WriteLine($"{calls.Value.Hours} hours of the call report are added up again by the running server.");
                    return 0;
                })
        );
        return command;
    }

    private static Option<string> Day(string name, string description) => new(name) { Description = description, HelpName = "DAY" };

    private static string Words(Refusal refusal) =>
        refusal is Invalid invalid
            ? string.Join(" ", invalid.Errors.SelectMany(e => e.Value.Select(text => $"--{e.Key}: {text}")))
            : refusal.Message;
}
