using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
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
/// <c>ringpost demo</c>: 1 a fresh database marked demo, 2 the article's example through the API, 3 calls through the carrier's webhooks, 4 where
/// to look and how to sign in; then it serves on.
/// </summary>
internal static class DemoCommand
{
    private const string DefaultFolder = "demo-data";
    private const string User = "demo";

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
        var command = new Command(
            "demo",
            $"A fresh database with the article's example and calls played through it, then serves (--data, default {DefaultFolder})."
        );
        command.SetAction((parsed, cancellation) => RingpostCommand.GuardAsync(() => RunAsync(settings.Read(parsed), cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(Dictionary<string, string?> flags, CancellationToken cancellation)
    {
        if (flags.ContainsKey("Database"))
            throw new InvalidOperationException("The demo makes its own SQLite database; leave --database out.");
        flags.TryAdd("Data", DefaultFolder);
        flags["Database"] = "";
        flags["Logging:LogLevel:Default"] = "Warning";
        flags["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning";
        ListenCheck.Run(HostSettings.Read(flags));
        await ClearAsync(flags);

        Say($"Making a fresh database in {Path.GetFullPath(flags["Data"]!)}");
        await using var app = RingpostHost.Build(flags, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        RingpostHost.Migrate(app, cancellation);
        var password = await MarkAsync(app.Services, cancellation);
        var key = (
            await app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Demo set-up", "admin"), cancellation)
        ).Value;
        await RingpostHost.StartAsync(app, cancellation);

        var server = new Uri(HostSettings.ListenOn(app.Configuration)[0]);
        using var api = new ApiClient(server, key.Key);
        Say("Setting the article's example up on both sides");
        var example = await SeedExample.CreateAsync(api, app.Services.GetRequiredService<Identifiers>());
        var time = app.Services.GetRequiredService<TimeProvider>();
        var books = new SimulatedBooks();
        await using var carrier = await SimulatedCarrierApi.StartAsync(books, time);
        await example.OpenApiAsync(api, books, carrier.Address);
        await PlayAsync(example, books, time, cancellation);
        await ReportAsync(api, time, cancellation);
        await app.Services.GetRequiredService<RevokeApiKey>().RunAsync(Actor.System, key.Id, cancellation);

        Say("");
        Say($"Ringpost serves on {server.GetLeftPart(UriPartial.Authority)}/console — sign in as {User} with the password {password}");
        Say("  Calls → Calls: each call with its legs, events and pixels.   Attribution → Conversions: what they became.");
        Say("  Settings → Carriers → Simulator: the carrier's numbers, buying more, its call records.");
        Say("Ctrl+C stops it.");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
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

    private static async Task<string> MarkAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var password = services.GetRequiredService<Identifiers>().Secret()[..16];
        TimeZones.TryFind("America/New_York", out var zone);
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

    private static async Task PlayAsync(SeedExample example, SimulatedBooks books, TimeProvider time, CancellationToken cancellation)
    {
        Say($"Playing {Calls.Length} calls through the carrier's webhooks");
        using var http = new HttpClient();
        var carrier = example.CreateCarrier(http, time, books: books);
        foreach (var (what, number, from, script) in Calls)
        {
            if (!SimulatedCall.TryParseSteps(script, out var steps))
                throw new InvalidOperationException(script);
            var call = new SimulatedCall(from, number, steps, default);
            var outcome = await carrier.PlayAsync(call with { StartsAt = time.GetUtcNow() - call.Length }, cancellation);
            Say($"  {from} → {number}: {what}{(outcome.Refusal is null ? "" : $" — REFUSED: {outcome.Refusal}")}");
        }
    }

    private static async Task ReportAsync(ApiClient api, TimeProvider time, CancellationToken cancellation)
    {
        // Each call fires Incoming, each paid one Payout.
        var expected = Calls.Length + Calls.Count(c => c.Script.Contains("answer:", StringComparison.Ordinal));
        var conversions = new List<JsonNode>();
        for (var wait = 0; wait < 50; wait++)
        {
            conversions = [.. await api.ListAsync("conversions")];
            if (conversions.Count >= expected)
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation);
        }

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
            $"{conversions.Count} of {expected} expected conversions have arrived at the tracker{(conversions.Count < expected ? "; see Integrations → Deliveries and Attribution → Pixel log" : "")}."
        );
    }

    private static void Say(string line) => System.Console.WriteLine(line);
}
