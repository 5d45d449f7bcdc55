using System.CommandLine;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage.Migrations;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Records;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost carriers sync</c>: reads the carriers' books after an outage. Works with and without a running server.</summary>
internal static class CarriersCommand
{
    private static readonly Actor Shell = new("shell", $"Command line ({Environment.UserName})", Role.Admin);

    public static Command Create(SettingOptions settings)
    {
        var since = new Option<string>("--since")
        {
            Description = "From when on, as 2026-01-31T09:00 (the network's zone) or with Z; at most 31 days back.",
            Required = true,
            HelpName = "TIME",
        };
        var carrier = new Option<string>("--carrier")
        {
            Description = "Its name or id; without it all that have an API key.",
            HelpName = "NAME",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count only, store nothing." };
        var sync = new Command(
            "sync",
            "Brings calls that were missed in an outage in from the carrier's records, settles calls whose end nobody told, fills in what calls cost."
        )
        {
            since,
            carrier,
            dryRun,
        };
        sync.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    services.GetRequiredService<Migrator>().Run(cancellation);
                    var wrong = 0;
                    foreach (var one in await FindAsync(services, parsed.GetValue(carrier), cancellation))
                    {
                        await System.Console.Error.WriteLineAsync($"{one.Name}: reading the calls since {parsed.GetValue(since)} ...");
                        var result = await services
                            .GetRequiredService<SyncCarrier>()
                            .RunAsync(Shell, one.Id, new(parsed.GetValue(since), parsed.GetValue(dryRun)), cancellation);
                        if (result.IsOk)
                            Print(one.Name, result.Value);
                        else
                            await System.Console.Error.WriteLineAsync($"ringpost: {one.Name}: {result.Refusal.Message}");
                        wrong += result.IsOk ? 0 : 1;
                    }

                    return wrong == 0 ? 0 : 1;
                })
        );
        return new Command("carriers", "Accounts at carriers.") { sync };
    }

    private static async Task<IReadOnlyList<Carrier>> FindAsync(ServiceProvider services, string? wanted, CancellationToken cancellation)
    {
        var all = (await services.GetRequiredService<ListCarriers>().RunAsync(Shell, cancellation)).Value.Items;
        var chosen = all.Where(c =>
                wanted is null
                    ? c.Api is not null
                    : c.Id.Value == wanted || string.Equals(c.Name, wanted, StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return chosen.Count > 0 ? chosen
            : wanted is null ? throw new InvalidOperationException("No carrier has an API key yet. Enter one under Settings, Carriers.")
            : throw new InvalidOperationException($"There is no carrier {wanted}.");
    }

    private static void Print(string name, SyncCarrier.Answer answer) =>
        System.Console.WriteLine(
            $"{name}: {answer.Seen} calls in its records, {answer.Recovered} missed ones {(answer.DryRun ? "to bring in" : "brought in")}, "
                + $"{answer.Settled} {(answer.DryRun ? "to settle" : "settled")}, {answer.Priced} priced, {answer.NotOurs} to numbers of nobody, "
                + $"{answer.GoingOn} going on{(answer.DryRun ? ". A dry run: nothing was stored." : ".")}"
        );
}
