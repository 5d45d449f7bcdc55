using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Ringpost.Access.Keys;
using Ringpost.Primitives;
using Ringpost.Server.Hosting;
using Ringpost.Server.Simulation;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Scenarios.Hosting;

/// <summary>The whole host on a free loopback port: real Kestrel, real HTTP, a fresh database of either kind, workers running.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string?> _settings;

    private RunningServer(WebApplication app, string folder, Uri address, IReadOnlyDictionary<string, string?> settings) =>
        (_app, _folder, Address, _settings, Http) = (app, folder, address, settings, new HttpClient { BaseAddress = address });

    public Uri Address { get; }

    /// <summary>Without a key: what strangers, carriers and trackers are.</summary>
    public HttpClient Http { get; }

    public ApiClient Api { get; private set; } = null!;

    /// <summary>What was logged as an error.</summary>
    public IReadOnlyCollection<string> Faults { get; private init; } = [];

    public static TimeProvider Time => TimeProvider.System;

    public static Task<RunningServer> StartAsync(Dialect dialect, params (string Setting, string Value)[] settings) =>
        StartAsync(dialect, Time, settings);

    /// <param name="clock">What the server takes for the time; a test may set it back.</param>
    public static async Task<RunningServer> StartAsync(
        Dialect dialect,
        TimeProvider clock,
        params (string Setting, string Value)[] settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("ringpost-scenario-").FullName;
        var address = new Uri($"http://127.0.0.1:{PrivatePostgres.FreePort()}");
        var flags = new Dictionary<string, string?>
        {
            ["Data"] = folder,
            ["Urls"] = address.GetLeftPart(UriPartial.Authority),
            ["RateLimit:PerAddressPerSecond"] = "0",
            ["Delivery:AllowPrivateAddresses"] = "true",
            ["MasterKey"] = "a master key for tests, long enough",
            ["Database"] = dialect == Dialect.Postgres ? await PrivatePostgres.CreateDatabaseAsync() : "",
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "None",
        };
        foreach (var (setting, value) in settings)
            flags[setting] = value;
        var faults = new FaultLog();
        var app = RingpostHost.Build(
            flags,
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(clock));
                builder.Logging.AddProvider(faults);
            }
        );
        RingpostHost.Migrate(app, default);
        await app.StartAsync();
        var server = new RunningServer(app, folder, address, flags) { Faults = faults.All };
        server.Api = new ApiClient(address, await server.KeyAsync("admin"));
        return server;
    }

    public async Task<string> KeyAsync(string role, string? partnerId = null, params string[] rights) =>
        (await _app.Services.GetRequiredService<CreateApiKey>().RunAsync(Actor.System, new("Scenario", role, partnerId, rights))).Value.Key;

    /// <summary>A command of the program as a process of its own, on the same data: its exit code, and all that it said.</summary>
    public Task<(int Code, string Output)> CommandAsync(string arguments) => ProgramProcess.RunAsync(arguments, _settings);

    /// <summary>Another program's connection to the same SQLite file.</summary>
    public async Task<SqliteConnection> OpenSqliteAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "ringpost.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<SeedExample> CreateSeedExampleAsync(bool withPixels = false) =>
        SeedExample.CreateAsync(Api, Get<Identifiers>(), withPixels);

    /// <summary>Plays one call to its end; what its pixels cause may still be on the way.</summary>
    public async Task<SimulatedOutcome> PlayCallAsync(
        SeedExample example,
        string script,
        string number = SeedExample.FirstNumber,
        string from = SeedExample.Caller
    )
    {
        Assert.True(SimulatedCall.TryParseSteps(script, out var steps));
        using var http = new HttpClient();
        var call = new SimulatedCall(from, number, steps, default);
        var outcome = await example.CreateCarrier(http, Time).PlayAsync(call with { StartsAt = Time.GetUtcNow() - call.Length });
        Assert.Null(outcome.Refusal);
        return outcome;
    }

    /// <summary>Waits until nothing is left to send, then gives the conversions, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ConversionsAsync(int atLeast)
    {
        IReadOnlyList<JsonNode> conversions = [];
        await UntilAsync(
            async () =>
            {
                conversions = [.. (await Api.ListAsync("conversions")).Reverse()];
                return conversions.Count >= atLeast && await IsQuietAsync();
            },
            async () =>
                $"{conversions.Count} of {atLeast} conversions; deliveries: {string.Join('\n', (await Api.ListAsync("deliveries")).Select(d => d.ToJsonString()))}"
        );
        return conversions;
    }

    public async Task<bool> IsQuietAsync() => (await Api.ListAsync("deliveries?state=pending")).Count == 0;

    /// <summary>
    /// Looks again and again, ever more seldom, so that looking costs little of what is waited for, which lasts at most a fifth longer for it.
    /// </summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>> explain, int seconds = 120)
    {
        for (var watch = Stopwatch.StartNew(); !await condition(); )
        {
            if (watch.Elapsed.TotalSeconds > seconds)
                Assert.Fail("Did not come about: " + await explain());
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(watch.ElapsedMilliseconds / 5, 20, 500)), Time);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, true);
    }
}
