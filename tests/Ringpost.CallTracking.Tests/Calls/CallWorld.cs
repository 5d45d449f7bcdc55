using System.Collections.Frozen;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Blocks;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Recordings;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Tags;
using Ringpost.CallTracking.TestCalls;
using Ringpost.Delivery;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Waking;
using Ringpost.Testing;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>
/// A campaign with one number, a publisher and two targets that the operations run over; a pixel on each event. Ten dollars of payout
/// after 60 connected seconds, 25 of revenue after 60.
/// </summary>
internal sealed class CallWorld : IAsyncDisposable
{
    public const string Carrier = "carrier";
    public const string Number = "+18005550199";
    public const string OtherNumber = "+18005550198";
    private static readonly CallCampaignId Campaign = new("CA1");
    private static readonly PublisherId Publisher = new("AF1");
    private static readonly PublisherId OtherPublisher = new("AF2");

    private readonly TestDatabase _test;
    private readonly Outbox _outbox;

    private CallWorld(TestDatabase test, FakeTimeProvider time)
    {
        (_test, Time) = (test, time);
        _outbox = new Outbox(new Identifiers(time), new Wake(time));
    }

    public FakeTimeProvider Time { get; }

    public Database Database => _test.Database;

    public List<Target> Targets { get; } =
    [
        new(new("TA1"), "First", new BuyerId("BU1"), new(DestinationType.Number, "+12025550111"), 20, null, true, default),
        new(new("TA2"), "Second", new BuyerId("BU1"), new(DestinationType.Sip, "sip:second@example.com"), 20, null, true, default),
    ];

    public ConversionSetting Conversion { get; set; } = new(ConvertOn.CallLength, 60, TimerStart.Connected, 25_000_000);

    public List<PayoutRule> Payouts { get; } =
    [new(new("PS1"), Campaign, null, 1, PayoutOn.CallLength, 60, TimerStart.Connected, 10_000_000, default)];

    public Buyer Buyer { get; set; } = new(new("BU1"), "Buyer", "b-9", true, default);

    /// <summary>The first so many targets have a route.</summary>
    public int Routed { get; set; } = 1000;

    public int RecoverSeconds { get; set; }

    public Fallback? Fallback { get; set; }

    public RoutingSettings Routing { get; set; } = RoutingSettings.None;

    public bool CampaignEnabled { get; set; } = true;

    public bool OnePayoutPerCaller { get; set; }

    public List<BlockedNumber> Blocks { get; } = [];

    public CampaignGuards Guards { get; set; } = CampaignGuards.None;

    public AskCheck? Check { get; set; }

    public AttestationRequirement Attestation { get; set; } = AttestationRequirement.None;

    public TestCallRule Tests { get; set; } = TestCallRule.Default;

    public RecordingNotice? Notice { get; set; }

    public RecordingSettings Recordings { get; set; } = RecordingSettings.Default;

    public TagValues NumberTags { get; set; } = TagValues.None;

    public string PixelTail { get; set; } = "";

    public TagFilter PixelFilter { get; set; } = TagFilter.None;

    public Func<Pixel, Pixel> PixelTerms { get; set; } = p => p;

    public Publisher Sender { get; set; } = new(Publisher, "Pub", "42", true, default) { Company = "PubCo" };

    /// <summary>A node that goes on: what it saw full it remembers. Null makes a new one for each step.</summary>
    public CallBook? Node { get; set; }

    public static async Task<CallWorld> OpenAsync(Dialect dialect)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-02T15:04:05Z", System.Globalization.CultureInfo.InvariantCulture));
        return new CallWorld(await TestDatabase.OpenAsync(dialect, time, DeliveryModule.Schema, CallTrackingModule.Schema), time);
    }

    public CallConfiguration Configuration() =>
        new()
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"),
            Campaigns = new[]
            {
                new CallCampaign(Campaign, "Roofing", "US", "77", Currency.Usd, CampaignEnabled, 3, true, default)
                {
                    OnePayoutPerCaller = OnePayoutPerCaller,
                    RecoverSeconds = RecoverSeconds,
                    Fallback = Fallback,
                    Guards = Guards,
                    RecordingNotice = Notice,
                },
            }.ToFrozenDictionary(c => c.Id),
            Publishers = new[] { Sender, new Publisher(OtherPublisher, "Other", "43", true, default) }.ToFrozenDictionary(p => p.Id),
            Buyers = new[] { Buyer, new Buyer(new("BU2"), "Another", "b-10", true, default) }.ToFrozenDictionary(b => b.Id),
            Targets = Targets.ToFrozenDictionary(t => t.Id),
            Numbers = new[]
            {
                new TrackingNumber(new("NU1"), PhoneNumber.FromStored(Number), Campaign, Publisher, true, default)
                {
                    Tags = NumberTags,
                    Enriched = true,
                },
                new TrackingNumber(new("NU2"), PhoneNumber.FromStored(OtherNumber), Campaign, OtherPublisher, true, default),
            }.ToFrozenDictionary(n => n.Number.E164),
            Blocks = new BlockList(Blocks),
            Attestation = Attestation,
            Tests = Tests,
            Recordings = Recordings,
            Routes = new[]
            {
                Targets
                    .Take(Routed)
                    .Select((t, i) => new Route(new($"CR{i + 1}"), Campaign, t.Id, i + 1, 1, Conversion, true, default))
                    .ToArray(),
            }.ToFrozenDictionary(_ => Campaign),
            Routing = Routing,
            Payouts = new[] { Payouts.ToArray() }.ToFrozenDictionary(_ => Campaign),
            Pixels = new[] { Enum.GetValues<PixelEvent>().Select(e => PixelTerms(Pixel(e))).ToArray() }.ToFrozenDictionary(_ => Campaign),
        };

    private Pixel Pixel(PixelEvent fireOn) =>
        new(
            new($"EV{fireOn}"),
            $"{fireOn}",
            fireOn,
            TokenTemplate.Parse(
                "https://x.example/p?o=[tag:Campaign:TrackingId]&a=[tag:Publisher:SubId]&p=[Call:ConversionAmount]&ap=[Call:ConversionPayout]&t=[Call:InboundCallId]"
                    + PixelTail
            ),
            "GET",
            new Dictionary<string, TokenTemplate>(),
            null,
            null,
            SuccessRule.Status,
            true,
            default
        )
        {
            Filters = PixelFilter,
        };

    public CallBook Book() => Node ?? Book(Database);

    public Snapshot<CallConfiguration> Picture()
    {
        var configuration = Configuration();
        return new Snapshot<CallConfiguration>(Database, _test.Configuration, _ => Task.FromResult(configuration));
    }

    /// <summary>Another node on the same data.</summary>
    public Database OpenNode() => TestDatabase.Open(_test.Options, Time);

    /// <inheritdoc cref="OpenNode"/>
    public CallBook Book(Database database)
    {
        var configuration = Configuration();
        return new CallBook(
            database,
            new Snapshot<CallConfiguration>(database, _test.Configuration, _ => Task.FromResult(configuration)),
            _outbox,
            Options.Create(new CallOptions()),
            NullLogger<CallBook>.Instance
        );
    }

    /// <summary>Each callback comes a second after the one before.</summary>
    private CallBook Later()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return Book();
    }

    public Task<CallAnswer> ReceiveAsync(
        string sid,
        string? caller = "+16615550106",
        CallBook? book = null,
        string number = Number,
        Attestation? attestation = null,
        bool simulator = false
    ) =>
        new ReceiveCall(book ?? Book(), new Identifiers(Time), new WeightDraw(() => 0.5), Check).RunAsync(
            new(Carrier, sid, caller is null ? null : PhoneNumber.FromStored(caller), number, simulator, attestation)
        );

    /// <summary>A call from the carrier's books, a minute ago by our clock, that reached the first target for these seconds, or nobody.</summary>
    public async Task<RecoverOutcome> RecoverAsync(string sid, string? caller, long? seconds = null)
    {
        await AssignNumberAsync();
        var at = Database.Now - TimeSpan.FromMinutes(1);
        CarrierLegRecord[] legs = seconds is { } talked
            ? [new($"child-{sid}", "+12025550111", at, at + TimeSpan.FromSeconds(talked), LegEnd.Completed, talked)]
            : [];
        return await new RecoverCall(Book(), new Identifiers(Time)).RunAsync(
            new(
                Carrier,
                sid,
                caller is null ? null : PhoneNumber.FromStored(caller),
                Number,
                false,
                new(true, at, at + TimeSpan.FromSeconds(seconds ?? 0), seconds, legs, null)
            )
        );
    }

    /// <summary>A recovered call is credited by the database's assignments.</summary>
    private Task AssignNumberAsync() =>
        Database.WriteAsync(
            Storage.Writing.WriteKeys.None,
            unit =>
                unit.Connection.ExecuteAsync(
                    "INSERT INTO call_campaigns (id, name, country, tracking_id, currency, enabled, dial_attempts, record_calls, created_at) "
                        + "VALUES ('CA1', 'Roofing', 'US', '77', 'USD', 1, 3, 1, 0) ON CONFLICT DO NOTHING; "
                        + "INSERT INTO tracking_numbers (id, number, campaign_id, enabled, created_at) VALUES ('NU1', @number, 'CA1', 1, 0) ON CONFLICT DO NOTHING; "
                        + "INSERT INTO number_assignments (id, number, number_id, campaign_id, from_at, assigned_by, rest_overridden) "
                        + "VALUES ('NU1', @number, 'NU1', 'CA1', 0, 'x', 0) ON CONFLICT DO NOTHING",
                    new { number = Number }
                )
        );

    public Task<FactOutcome> ReportAsync(
        string sid,
        int leg,
        LegProgressStep step,
        int sequence,
        int atSecond,
        LegEnd? end = null,
        long? seconds = null
    ) => new RecordLegProgress(Later()).RunAsync(new(Carrier, sid, leg, new(step, sequence, At(atSecond), end, seconds, $"child-{leg}")));

    public Task<CallAnswer> FinishAsync(string sid, int leg, LegEnd end, long? seconds, bool callerPresent, string? answeredBy = null) =>
        new FinishLeg(Later()).RunAsync(new(Carrier, sid, leg, new(end, seconds, callerPresent, answeredBy)));

    public Task<FactOutcome> EndAsync(string sid, long? seconds, int atSecond = 100, CallBook? book = null) =>
        new EndCall(book ?? Later()).RunAsync(new(Carrier, sid, seconds, At(atSecond)));

    public Task<FactOutcome> RecordAsync(string sid, string url) => new RecordRecording(Later()).RunAsync(new(Carrier, sid, url));

    /// <summary>A talk of <paramref name="seconds"/> on leg 1, ended by the caller, with every callback in order.</summary>
    public async Task TalkAsync(string sid, long seconds)
    {
        await ReportAsync(sid, 1, LegProgressStep.Initiated, 0, 0);
        await ReportAsync(sid, 1, LegProgressStep.Ringing, 1, 1);
        await ReportAsync(sid, 1, LegProgressStep.Answered, 2, 5);
        await ReportAsync(sid, 1, LegProgressStep.Ended, 3, 5 + (int)seconds, LegEnd.Completed, seconds);
        await FinishAsync(sid, 1, LegEnd.Completed, seconds, false);
        await EndAsync(sid, seconds + 6);
    }

    public SecretBox Secrets { get; } = new(Options.Create(new StorageOptions { MasterKey = "01234567890123456789012345678901" }));

    public async Task<ConversionHook> HookAsync(HookRequest? request = null) =>
        (await new CreateHook(Database, new Identifiers(Time), Secrets).RunAsync(Actor.System, request ?? new("Buyer"))).Value;

    /// <summary>What a buyer sends to a webhook.</summary>
    public Task<HookOutcome> PostAsync(
        ConversionHook hook,
        string? call,
        string? revenue,
        string? key = null,
        CallBook? book = null,
        params (string Name, string Value)[] more
    )
    {
        var fields = more.ToDictionary(m => m.Name, m => m.Value);
        if (call is not null)
            fields["callid"] = call;
        if (revenue is not null)
            fields["revenue"] = revenue;
        return new AcceptConversion(Database, book ?? Later(), Secrets, new Identifiers(Time)).RunAsync(
            new(hook.Id, fields, System.Net.IPAddress.Parse("192.0.2.7"), key)
        );
    }

    public CallAdjustments Adjustments() => new(Later(), Database, new Identifiers(Time));

    /// <summary>Runs the timers that are due as the worker does.</summary>
    public async Task RunTimersAsync()
    {
        var services = new ServiceCollection().AddSingleton(Book()).BuildServiceProvider();
        var due = await Database.ReadAsync(c =>
            c.QueryAsync<DueTimer>(
                "SELECT kind AS Kind, key AS Key, due_at AS DueAt, payload AS Payload, attempts AS Attempts FROM timers WHERE due_at <= @now",
                new { now = Database.Now }
            )
        );
        foreach (var timer in due)
            await Database.WriteAsync(
                CallEndTimer.KeysOf(timer),
                async unit =>
                {
                    await TimersSql.CancelAsync(unit, timer.Kind, timer.Key);
                    await CallEndTimer.HandleAsync(services, timer, unit);
                }
            );
    }

    public async Task<CallRecord> FindAsync(string sid) => (await Database.ReadAsync(c => CallsSql.FindAsync(c, Carrier, sid)))!;

    public async Task<IReadOnlyList<string>> EventsAsync(string sid)
    {
        var call = await FindAsync(sid);
        return (
            await Database.ReadAsync(c =>
                c.QueryAsync<string>("SELECT name FROM call_events WHERE call_id = @Id ORDER BY seq", new { call.Id })
            )
        ).AsList();
    }

    /// <summary>The fields of all events of a name, as they are stored.</summary>
    public async Task<string> FieldsAsync(string sid, string name)
    {
        var call = await FindAsync(sid);
        return string.Join(
            '\n',
            await Database.ReadAsync(c =>
                c.QueryAsync<string>(
                    "SELECT fields FROM call_events WHERE call_id = @Id AND name = @name ORDER BY seq",
                    new { call.Id, name }
                )
            )
        );
    }

    /// <summary>The events whose pixels were queued, in the order in which they were.</summary>
    public async Task<IReadOnlyList<string>> PixelsAsync(string sid)
    {
        var call = await FindAsync(sid);
        return (
            await Database.ReadAsync(c =>
                c.QueryAsync<string>("SELECT event FROM deliveries WHERE source_id = @Id ORDER BY next_attempt_at", new { call.Id })
            )
        ).AsList();
    }

    public async Task<string> PixelUrlAsync(string sid, string pixelEvent)
    {
        var call = await FindAsync(sid);
        return await Database.ReadAsync(c =>
            c.QuerySingleAsync<string>(
                "SELECT url FROM deliveries WHERE source_id = @Id AND event = @pixelEvent",
                new { call.Id, pixelEvent }
            )
        );
    }

    public Task<long> CountAsync(string table) => Database.ReadAsync(c => c.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}"));

    /// <summary>The carrier's clock, whose zero lies before any call.</summary>
    public static Instant At(int second) => new Instant(1_772_000_000_000) + TimeSpan.FromSeconds(second);

    public ValueTask DisposeAsync() => _test.DisposeAsync();
}
