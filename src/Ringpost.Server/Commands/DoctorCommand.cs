using System.CommandLine;
using Ringpost.Access.Users;
using Ringpost.Api;
using Ringpost.Attribution.Checks;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Recordings;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Numbers;

namespace Ringpost.Server.Commands;

/// <summary><c>ringpost doctor</c>: what would keep calls from being taken, pixels from being sent. One line each; ends with 1 where something is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly Actor Shell = new("shell", "Doctor", Role.Admin);

    public static Command Create(SettingOptions settings)
    {
        var pendingDays = new Option<int>("--pending-days")
        {
            Description = "Conversions that are pending for longer are told.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => 30,
        };
        var command = new Command("doctor", "Checks database, clock, numbers, webhook set-up and the work in the background.")
        {
            pendingDays,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RingpostCommand.GuardAsync(async () =>
                {
                    await using var services = Composition.WithoutHost(settings.Read(parsed));
                    var lines = new Findings();
                    if (await DatabaseAsync(services, lines, cancellation))
                    {
                        await ClockAsync(services, lines, cancellation);
                        await AccessAsync(services, lines, cancellation);
                        await NumbersAsync(services, lines, cancellation);
                        await WebhooksAsync(services, lines, cancellation);
                        await CarriersAsync(services, lines, cancellation);
                        await BackgroundAsync(services, lines, parsed.GetValue(pendingDays), cancellation);
                    }

                    System.Console.WriteLine(
                        lines.Wrong == 0 ? "Nothing is wrong." : $"{lines.Wrong} of {lines.Count} checks found something wrong."
                    );
                    return lines.Wrong == 0 ? 0 : 1;
                })
        );
        return command;
    }

    private static async Task<bool> DatabaseAsync(ServiceProvider services, Findings lines, CancellationToken cancellation)
    {
        try
        {
            services.GetRequiredService<SecretBox>().Prepare();
            var database = services.GetRequiredService<Database>();
            var missing = await SchemaState.MissingAsync(database, services.GetServices<SchemaModule>(), cancellation);
            if (missing.Count == 0)
                lines.Good("database", $"{database.Dialect}, up to date");
            else
                lines.Bad("database", $"{missing.Count} migrations are missing (first {missing[0]}). Run ringpost migrate.");
            return missing.Count == 0;
        }
        catch (Exception e) when (e is StorageUnavailableException or InvalidOperationException or System.Data.Common.DbException)
        {
            lines.Bad("database", e.Message);
            return false;
        }
    }

    private static async Task ClockAsync(ServiceProvider services, Findings lines, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<Database>();
        var before = database.Now;
        var stored = await database.ReadAsync(c => SchemaState.NowAsync(c, database), cancellation);
        var off =
            stored < before ? before - stored
            : stored > database.Now ? stored - database.Now
            : TimeSpan.Zero;
        if (off < TimeSpan.FromSeconds(2))
            lines.Good("clock", $"{before} UTC");
        else
            lines.Bad("clock", $"this machine and the database differ by {off.TotalSeconds:0} s. Set both by NTP.");
        var instance = await database.ReadAsync(Instance.ReadAsync, cancellation);
        if (instance.IsSetUp)
            lines.Good("network", $"zone {instance.Zone.Id}, currency {instance.Currency.Code}{(instance.IsDemo ? ", demo" : "")}");
        else
            lines.Bad("network", "zone and currency are not settled. Open the set-up link that ringpost serve prints.");
    }

    private static async Task AccessAsync(ServiceProvider services, Findings lines, CancellationToken cancellation)
    {
        var users = (await services.GetRequiredService<ListUsers>().RunAsync(Shell, new PageRequest(1000), cancellation)).Value.Items;
        var administrators = users.Count(u => u is { Role: Role.Admin, Disabled: false });
        if (administrators > 0)
            lines.Good("sign-in", $"{users.Count} users, {administrators} administrators");
        else
            lines.Bad("sign-in", "nobody can administer. Run ringpost admin create-user --name NAME.");
    }

    private static async Task NumbersAsync(ServiceProvider services, Findings lines, CancellationToken cancellation)
    {
        var calls = await services.GetRequiredService<Snapshot<CallConfiguration>>().GetAsync(cancellation);
        foreach (var number in calls.Numbers.Values.Where(n => n.Enabled).OrderBy(n => n.Number.ToString(), StringComparer.Ordinal))
        {
            if (!calls.Campaigns.TryGetValue(number.CampaignId, out var campaign))
                lines.Bad("number", $"{number.Number} belongs to a campaign that is gone.");
            else if (!campaign.Enabled)
                lines.Bad("number", $"{number.Number}: campaign {campaign.Name} is paused; its calls are refused.");
            else if (!HasTarget(calls, number.CampaignId))
                lines.Bad("number", $"{number.Number}: campaign {campaign.Name} has no enabled target; its calls reach nobody.");
            else
                lines.Good("number", $"{number.Number} → {campaign.Name}");
        }

        if (calls.Numbers.Count == 0)
            lines.Good("number", "none yet");
    }

    private static bool HasTarget(CallConfiguration calls, Ringpost.CallTracking.CallCampaignId campaign) =>
        calls
            .Routes.GetValueOrDefault(campaign, [])
            .Where(r => r.Enabled)
            .Select(r => r.TargetId)
            .Concat((calls.Campaigns[campaign].Fallback ?? calls.Routing.Fallback)?.TargetId is { } fallback ? [fallback] : [])
            .Any(t => calls.Targets.TryGetValue(t, out var target) && target.Enabled);

    private static async Task WebhooksAsync(ServiceProvider services, Findings lines, CancellationToken cancellation)
    {
        var urls = services.GetRequiredService<PublicUrls>();
        var carriers = (await services.GetRequiredService<ListCarriers>().RunAsync(Shell, cancellation)).Value.Items;
        var real = carriers.Where(c => c.Kind != CarrierKind.Simulator).ToList();
        if (real.Count == 0)
            lines.Good("webhooks", $"no carrier account yet; PublicUrl is {urls.Public}");
        else if (urls.Public.IsLoopback)
            lines.Bad(
                "webhooks",
                $"{real[0].Name} can't reach PublicUrl {urls.Public}: it is this machine only. Set PublicUrl to the address that carriers call."
            );
        else if (urls.Public.Scheme != "https")
            lines.Bad("webhooks", $"PublicUrl {urls.Public} is not https; what {real[0].Name} sends can be read on the way.");
        else
            lines.Good("webhooks", $"{real.Count} carrier accounts at {urls.Public}");
    }

    private static async Task BackgroundAsync(ServiceProvider services, Findings lines, int pendingDays, CancellationToken cancellation)
    {
        lines.Add((await services.GetRequiredService<CheckOutbox>().RunAsync(Shell, cancellation)).Value);
        lines.Add((await services.GetRequiredService<CheckRecordings>().RunAsync(Shell, cancellation)).Value);
        lines.Add((await services.GetRequiredService<CheckCallSlots>().RunAsync(Shell, cancellation)).Value);
        var request = new CheckAttribution.Request(Math.Clamp(pendingDays, 0, 36_500), TimeSpan.FromSeconds(8));
        foreach (var finding in (await services.GetRequiredService<CheckAttribution>().RunAsync(Shell, request, cancellation)).Value)
            lines.Add(finding);
    }

    /// <summary>Asks each carrier that has an API key whether the key holds and the numbers point here.</summary>
    private static async Task CarriersAsync(ServiceProvider services, Findings lines, CancellationToken cancellation)
    {
        var carriers = (await services.GetRequiredService<ListCarriers>().RunAsync(Shell, cancellation)).Value.Items;
        foreach (var carrier in carriers.Where(c => c.Api is not null))
        {
            var numbers = await services.GetRequiredService<ListCarrierNumbers>().RunAsync(Shell, carrier.Id, cancellation);
            var drifted = numbers.IsOk ? numbers.Value.Items.Where(n => n.HasDrifted).ToList() : [];
            if (!numbers.IsOk)
                lines.Bad("carrier", numbers.Refusal.Message);
            else if (drifted.Count > 0)
                lines.Bad(
                    "carrier",
                    $"{carrier.Name}: {drifted.Count} numbers do not point here, as {drifted[0].Number}. Set them right on its page of numbers."
                );
            else
                lines.Good(
                    "carrier",
                    $"{carrier.Name}: {numbers.Value.Items.Count} numbers, {numbers.Value.Items.Count(n => n.NumberId is not null)} assigned"
                );
        }
    }

    private sealed class Findings
    {
        public int Count { get; private set; }

        public int Wrong { get; private set; }

        public void Good(string what, string line) => Write("ok   ", what, line);

        public void Bad(string what, string line)
        {
            Wrong++;
            Write("WRONG", what, line);
        }

        public void Add(CheckFinding finding)
        {
            if (finding.IsGood)
                Good(finding.What, finding.Line);
            else
                Bad(finding.What, finding.Line);
        }

        private void Write(string verdict, string what, string line)
        {
            Count++;
            System.Console.WriteLine($"{verdict}  {what, -9} {line}");
        }
    }
}
