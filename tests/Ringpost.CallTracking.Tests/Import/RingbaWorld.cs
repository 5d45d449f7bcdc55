using System.Text;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringpost.Api;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Import;
using Ringpost.CallTracking.Tests.Configuration;
using Ringpost.Delivery;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Testing;

namespace Ringpost.CallTracking.Tests.Import;

/// <summary>An empty instance, an account at Ringba, and the import between them.</summary>
internal sealed class RingbaWorld : IAsyncDisposable
{
    private static readonly string[] Tables =
    [
        "publishers",
        "buyers",
        "targets",
        "pixels",
        "credentials",
        "url_parameters",
        "call_campaigns",
        "routes",
        "payout_rules",
        "campaign_pixels",
        "tracking_numbers",
        "number_assignments",
        "blocked_numbers",
        "calls",
        "call_legs",
        "call_cap_counters",
        "change_log",
        "settings",
    ];

    private readonly ServiceProvider _services;

    private RingbaWorld(CallSetup setup, RingbaServer server, FakeTimeProvider time, bool allowPrivate)
    {
        (Setup, Server, Time) = (setup, server, time);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("Delivery:AllowPrivateAddresses", $"{allowPrivate}")]).Build()
        );
        services.AddSingleton(setup.Database).AddSingleton(TimeProvider.System).AddSingleton<Identifiers>();
        var own = new Uri("https://calls.example.com");
        services.AddSingleton(new PublicUrls(own, own));
        services.AddSingleton(new SecretBox(Options.Create(new StorageOptions { MasterKey = "01234567890123456789012345678901" })));
        services.AddLogging();
        services.AddDelivery(worker: false);
        _services = services.BuildServiceProvider();
        Hurried = new HurriedTime(time.GetUtcNow());
    }

    public CallSetup Setup { get; }

    public RingbaServer Server { get; }

    public FakeTimeProvider Time { get; }

    public HurriedTime Hurried { get; }

    public Database Database => Setup.Database;

    public static async Task<RingbaWorld> OpenAsync(Dialect dialect, bool allowPrivate = true)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        return new RingbaWorld(await CallSetup.OpenAsync(dialect, time), await RingbaServer.StartAsync(), time, allowPrivate);
    }

    public ImportRingba Operation() =>
        new(
            Database,
            Setup.Test.Configuration,
            Setup.The<Identifiers>(),
            _services.GetRequiredService<GuardedDownload>(),
            Options.Create(new CallOptions()),
            Setup.The<AdoptCredential>(),
            Hurried
        );

    public async Task<RingbaReport> ImportAsync(bool dryRun = false, bool update = false, string? callsSince = null) =>
        (
            await Operation()
                .RunAsync(
                    CallSetup.Admin,
                    new(RingbaServer.Token, Url: Server.Address, CallsSince: callsSince, DryRun: dryRun, Update: update)
                )
        ).Value;

    public async Task<RingbaReport> FilesAsync(bool dryRun, string? zone, params (string Name, string Text)[] files) =>
        (
            await Setup
                .The<ImportRingbaFiles>()
                .RunAsync(
                    CallSetup.Admin,
                    new(
                        [.. files.Select(f => new RingbaSource(f.Name, () => new MemoryStream(Encoding.UTF8.GetBytes(f.Text))))],
                        zone,
                        dryRun
                    )
                )
        ).Value;

    /// <summary>Every row of every table that an import may touch.</summary>
    public Task<string> DumpAsync() =>
        Database.ReadAsync(async connection =>
        {
            var dump = new StringBuilder();
            foreach (var table in Tables)
            {
                var rows = (await connection.QueryAsync($"SELECT * FROM {table}"))
                    .Cast<IDictionary<string, object?>>()
                    .Select(r => string.Join('|', r.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}")))
                    .Order(StringComparer.Ordinal);
                dump.AppendLine(table).AppendJoin('\n', rows).AppendLine();
            }

            return dump.ToString();
        });

    public static string Counts(RingbaReport report, RingbaKind kind) =>
        report.Counts.FirstOrDefault(c => c.Kind == kind) is { } c
            ? $"{c.Read} read, {c.Added} added, {c.Same} same, {c.Different} different, {c.Updated} updated, {c.LeftOut} left out"
            : "none";

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
        await Setup.DisposeAsync();
    }
}
