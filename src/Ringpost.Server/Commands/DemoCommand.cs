using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ringpost.Access.Keys;
using Ringpost.Access.Users;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Server.Commands;

/// <summary>
/// <c>ringpost demo</c>: 1 a fresh database marked demo, on a clock that is some days behind, 2 the article's example through the API, 3 calls
/// through the carrier's webhooks, up to now, 4 where to look and how to sign in; then it serves on.
/// </summary>
internal static class DemoCommand
{
    private const string DefaultFolder = "demo-data";
    private const string User = "demo";

    private const int UsualDays = 7;
    private const int MostDays = 30;

    /// <summary>How long before now the calls that are told one by one begin, and how far they are apart.</summary>
    private static readonly TimeSpan Last = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(6);

    private static readonly (string What, string Number, string From, string Script)[] Calls =
    [
        ("a call that is long enough: converted and paid", SeedExample.FirstNumber, SeedExample.Caller, "answer:95"),
        ("too short: connected, not paid", SeedExample.SecondNumber, "+14155550172", "hangup:21"),
        ("the first target is busy, the second takes it: paid", SeedExample.SecondNumber, "+14155550173", "busy,answer:130"),
        ("nobody answers", SeedExample.FirstNumber, "+14155550174", "no-answer,no-answer"),
        ("the caller hangs up while it rings", SeedExample.FirstNumber, "+14155550175", "cancel:9"),
        ("the first caller again", SeedExample.SecondNumber, SeedExample.Caller, "answer:74"),
    ];

    public static Command Create(SettingOptions settings)
    {
        var days = new Option<int>("--days")
        {
            Description = $"Calls are played of today and so many days before, 1 to {MostDays}; few are there sooner.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => UsualDays,
        };
        var command = new Command(
            "demo",
            $"A fresh database with the article's example and calls played through it, then serves (--data, default {DefaultFolder})."
        )
        {
            days,
        };
        command.SetAction(
            (parsed, cancellation) => RingpostCommand.GuardAsync(() => RunAsync(settings.Read(parsed), parsed.GetValue(days), cancellation))
        );
        return command;
    }

    private static async Task<int> RunAsync(Dictionary<string, string?> flags, int days, CancellationToken cancellation)
    {
        if (days is < 1 or > MostDays)
            throw new InvalidOperationException($"--days is 1 to {MostDays}.");
        if (flags.ContainsKey("Database"))
            throw new InvalidOperationException("The demo makes its own SQLite database; leave --database out.");
        flags.TryAdd("Data", DefaultFolder);
        flags["Database"] = "";
        flags["Logging:LogLevel:Default"] = "Warning";
        flags["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning";
        ListenCheck.Run(HostSettings.Read(flags));
        await ClearAsync(flags);

        Say($"Making a fresh database in {Path.GetFullPath(flags["Data"]!)}");
        var zone = Zone();
        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var began = TimeZones.StartOfDay(today.AddDays(-days), zone).ToDateTimeOffset();
        var clock = new PlayedClock(now - began);
        await using var app = RingpostHost.Build(
            flags,
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            }
        );
        RingpostHost.Migrate(app, cancellation);
        var password = await MarkAsync(app.Services, zone, cancellation);
        var key = (
            await app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Demo set-up", "admin"), cancellation)
        ).Value;
        await RingpostHost.StartAsync(app, cancellation);

        var server = new Uri(HostSettings.ListenOn(app.Configuration)[0]);
        using var api = new ApiClient(server, key.Key);
        Say("Setting the article's example up on both sides");
        var example = await SeedExample.CreateAsync(api, app.Services.GetRequiredService<Identifiers>());
        var books = new SimulatedBooks();
        await using var carrier = await SimulatedCarrierApi.StartAsync(books, clock);
        await example.OpenApiAsync(api, books, carrier.Address);
        using var http = new HttpClient(new PlayedRequests(clock, c => SettleAsync(api, c)));
        var play = new Play(example.CreateCarrier(http, TimeProvider.System, books: books), cancellation);
        Say(
            $"Playing the calls of {(days == 1 ? "a day" : $"{days} days")} and today through the carrier's webhooks, on a clock that goes along"
        );
        await PlayDaysAsync(play, api, example, DemoDays.Calls(began, now - Last, zone), zone);
        await PlayLastAsync(play, now - Last);
        await SettleAsync(api, cancellation);
        clock.CatchUp();
        await ReportAsync(api, play);
        await app.Services.GetRequiredService<RevokeApiKey>().RunAsync(Actor.System, key.Id, cancellation);

        Say("");
        Say($"Ringpost serves on {server.GetLeftPart(UriPartial.Authority)}/console — sign in as {User} with the password {password}");
        Say("  Calls → Calls: each call with its legs, events and pixels.   Attribution → Conversions: what they became.");
        Say("  Settings → Carriers → Simulator: the carrier's numbers, buying more, its call records.");
        Say("Ctrl+C stops it.");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    /// <summary>The machine's, so that the day's calls are there while a person looks; New York's where the machine has none.</summary>
    private static TimeZoneInfo Zone()
    {
        var here = TimeZoneInfo.Local;
        var hasOne = here.BaseUtcOffset != TimeSpan.Zero || here.SupportsDaylightSavingTime;
        if (!hasOne || !TimeZones.TryFind(here.Id, out var zone))
            TimeZones.TryFind("America/New_York", out zone);
        return zone;
    }

    /// <summary>Only what a demo made is thrown away.</summary>
    private static async Task ClearAsync(Dictionary<string, string?> flags)
    {
        var folder = flags["Data"]!;
        if (!File.Exists(Path.Combine(folder, "ringpost.db")))
            return;
        await using (var services = Composition.WithoutHost(flags))
        {
            var instance = await services.GetRequiredService<Database>().ReadAsync(Instance.ReadAsync);
            if (!instance.IsDemo)
                throw new InvalidOperationException($"{folder} holds a database that is no demo. Name another folder with --data.");
        }

        foreach (var file in Directory.GetFiles(folder, "ringpost.db*"))
            File.Delete(file);
    }

    private static async Task<string> MarkAsync(IServiceProvider services, TimeZoneInfo zone, CancellationToken cancellation)
    {
        var password = services.GetRequiredService<Identifiers>().Secret()[..16];
        await services
            .GetRequiredService<Database>()
            .WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    await new Instance(zone, Currency.Usd, true, true).WriteAsync(unit);
                    await services.GetRequiredService<ConfigurationVersion>().RaiseAsync(unit);
                },
                cancellation
            );
        var created = await services.GetRequiredService<CreateUser>().RunAsync(Actor.System, new(User, password, "admin"), cancellation);
        return created.IsOk ? password : throw new InvalidOperationException(created.Refusal.Message);
    }

    /// <summary>Without recordings, which would fill the disk; the last calls have them.</summary>
    private static async Task PlayDaysAsync(
        Play play,
        ApiClient api,
        SeedExample example,
        IEnumerable<SimulatedCall> calls,
        TimeZoneInfo zone
    )
    {
        await api.PatchAsync($"call-campaigns/{example.CallCampaignId}", new { recordCalls = false });
        foreach (var day in calls.GroupBy(c => TimeZoneInfo.ConvertTime(c.StartsAt, zone).Date))
        {
            foreach (var call in day)
                if ((await play.RunAsync(call)).Refusal is { } refusal)
                    Say($"  {call.From} → {call.To}: REFUSED: {refusal}");
            Say(string.Create(CultureInfo.InvariantCulture, $"  {day.Key:ddd yyyy-MM-dd}: {day.Count()} calls"));
        }

        await api.PatchAsync($"call-campaigns/{example.CallCampaignId}", new { recordCalls = true });
        Say("The last ones:");
    }

    private static async Task PlayLastAsync(Play play, DateTimeOffset at)
    {
        foreach (var (what, number, from, script) in Calls)
        {
            if (!SimulatedCall.TryParseSteps(script, out var steps))
                throw new InvalidOperationException(script);
            var outcome = await play.RunAsync(new SimulatedCall(from, number, steps, at));
            Say($"  {from} → {number}: {what}{(outcome.Refusal is null ? "" : $" — REFUSED: {outcome.Refusal}")}");
            at += Apart;
        }
    }

    /// <summary>Waits, but not for ever, until every pixel that has fired was delivered.</summary>
    private static async Task SettleAsync(ApiClient api, CancellationToken cancellation)
    {
        for (var wait = 0; wait < 500; wait++)
        {
            if ((await api.GetAsync("deliveries?state=pending&limit=1"))["items"]!.AsArray().Count == 0)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellation);
        }
    }

    private static async Task ReportAsync(ApiClient api, Play play)
    {
        var conversions = await api.ListAsync("conversions?limit=1000");
        foreach (var kind in conversions.GroupBy(c => (string?)c["eventName"]))
        {
            var (received, paid) = (kind.Sum(c => (decimal)c["received"]!), kind.Sum(c => (decimal)c["paid"]!));
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {kind.Count()} × {kind.Key}: received {received:0.00} USD, paid {paid:0.00} USD"
                )
            );
        }

        Say(
            $"{conversions.Count} of {play.Expected} expected conversions have arrived at the tracker{(conversions.Count < play.Expected ? "; see Integrations → Deliveries and Attribution → Pixel log" : "")}."
        );
    }

    private static void Say(string line) => System.Console.WriteLine(line);

    /// <summary>What was played. Each call fires Incoming, each that is long enough Payout.</summary>
    private sealed class Play(SimulatedCarrier carrier, CancellationToken cancellation)
    {
        private const int LongEnough = 60;

        public int Expected { get; private set; }

        public async Task<SimulatedOutcome> RunAsync(SimulatedCall call)
        {
            var outcome = await carrier.PlayAsync(call, cancellation);
            Expected += outcome.ConnectedSeconds >= LongEnough ? 2 : 1;
            return outcome;
        }
    }
}
