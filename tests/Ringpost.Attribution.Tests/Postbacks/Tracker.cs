using System.Net;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.Delivery;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Waking;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Postbacks;

/// <summary>A network of one advertiser, offer, affiliate and campaign, whose postback endpoint is called without a server around it.</summary>
internal sealed class Tracker : IAsyncDisposable
{
    public static readonly IPAddress Whitelisted = IPAddress.Parse("192.0.2.10");

    public static readonly IPAddress Stranger = IPAddress.Parse("198.51.100.1");

    private readonly ServiceProvider _services;
    private Database? _node;

    private Tracker(Network network, Action<IServiceCollection>? more)
    {
        Network = network;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        AddServices(services, network);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    /// <summary>What the host would add.</summary>
    public static void AddServices(IServiceCollection services, Network network)
    {
        services
            .AddSingleton(network.Database)
            .AddSingleton(network.Version)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(network.Identifiers);
        services.AddSingleton(Options.Create(network.Test.Options)).AddSingleton(new Wake(TimeProvider.System));
        services.AddSingleton(s => new SecretBox(s.GetRequiredService<IOptions<StorageOptions>>()));
        services.AddSingleton<Outbox>().AddSingleton<WorkerSignature>().AddMetrics().AddLogging();
        services.AddSingleton<Storage.Leases.Leases>();
        services.AddSingleton(new PublicUrls(new Uri("http://console.example"), new Uri("http://track.example")));
        services.AddSingleton<Delivery.Log.DeliveriesOf>();
        services.AddSingleton(
            new Storage.Settings.Snapshot<Storage.Settings.Instance>(network.Database, network.Version, Storage.Settings.Instance.ReadAsync)
        );
        services.AddAttribution();
        services.Configure<RateLimitOptions>(o => (o.PerAddressPerSecond, o.PerWhitelistedAddressPerSecond) = (0, 0));
    }

    public Network Network { get; }

    public Database Database => Network.Database;

    public Advertiser Advertiser { get; private set; } = null!;

    public OfferAnswer Offer { get; private set; } = null!;

    public Affiliate Affiliate { get; private set; } = null!;

    public OfferCampaignAnswer Campaign { get; private set; } = null!;

    /// <summary>The least that a clickless postback needs, without a transaction id.</summary>
    public string Pair => $"o={Offer.Id}&pubid={Affiliate.Id}&f=pb";

    public async Task<string> TokenAsync() =>
        (await Get<Storage.Settings.Snapshot<OfferConfiguration>>().GetAsync()).Offers[Offer.Id.Value].Token;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<Tracker> OpenAsync(Dialect dialect, Action<IServiceCollection>? more = null, bool clickless = true)
    {
        var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema, AttributionModule.Schema);
        if (dialect == Dialect.Postgres)
            test.Options.MasterKey = Convert.ToBase64String(new byte[32]);
        var tracker = new Tracker(new Network(test), more);
        tracker.Advertiser = await tracker.Network.AdvertiserAsync();
        tracker.Offer = await tracker.Network.OfferAsync(tracker.Advertiser.Id);
        tracker.Affiliate = await tracker.Network.AffiliateAsync();
        tracker.Campaign = await tracker.Network.CampaignAsync(tracker.Offer.Id, tracker.Affiliate.Id);
        await tracker.Network.WhitelistAsync(tracker.Advertiser.Id, "192.0.2.10", "192.0.2.20");
        if (clickless)
            await tracker.Network.SwitchClicklessAsync(true);
        return tracker;
    }

    public Task<Answer> SendAsync(string query, string? key = null) => SendToAsync("/m.ashx", query, key);

    public async Task<Answer> SendToAsync(
        string path,
        string query,
        string? key = null,
        IPAddress? from = null,
        string? form = null,
        Action<HttpRequest>? more = null
    )
    {
        var http = new DefaultHttpContext { RequestServices = _services };
        http.Request.Method = form is null ? "GET" : "POST";
        http.Request.Path = path;
        http.Request.QueryString = new QueryString("?" + query);
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = $"{path}?{query}";
        if (form is not null)
        {
            http.Request.ContentType = "application/x-www-form-urlencoded";
            http.Request.Body = new MemoryStream(Encoding.Latin1.GetBytes(form));
        }

        if (key is not null)
            http.Request.Headers["Idempotency-Key"] = key;
        http.Connection.RemoteIpAddress = from ?? Whitelisted;
        more?.Invoke(http.Request);
        var body = new MemoryStream();
        http.Response.Body = body;
        await Get<PostbackEndpoint>()
            .RunAsync(http, path.EndsWith("m.ashx", StringComparison.OrdinalIgnoreCase) ? PostbackPath.M : PostbackPath.P);
        return new Answer(
            http.Response.StatusCode,
            http.Response.ContentType,
            Encoding.UTF8.GetString(body.ToArray()),
            http.Response.Headers
        );
    }

    /// <summary>Lets the offer's clicks lead somewhere.</summary>
    public async Task<OfferClicksAnswer> TakeClicksAsync(SetOfferClicks.Request? settings = null) =>
        (
            await Get<SetOfferClicks>()
                .RunAsync(
                    Actor.System,
                    Offer.Id,
                    (settings ?? new()) with
                    {
                        OfferLink = "https://landing.example/?req=#reqid#&oreq=#oreqid#&aff=#affid#&s1=#s1#",
                    }
                )
        ).Value;

    /// <summary>Follows the unique link, or <paramref name="query"/>, as a browser with this cookie would.</summary>
    public async Task<Landing> ClickAsync(string? query = null, string? cookie = null, Action<HttpRequest>? more = null)
    {
        var http = new DefaultHttpContext { RequestServices = _services };
        http.Request.Method = "GET";
        http.Request.Path = "/";
        http.Request.QueryString = new QueryString("?" + (query ?? $"a={Affiliate.Id}&c={Offer.DefaultCreativeId}&s1=sub"));
        http.Request.Headers.UserAgent = "Mozilla/5.0";
        http.Connection.RemoteIpAddress = Stranger;
        if (cookie is not null)
            http.Request.Headers.Cookie = cookie;
        more?.Invoke(http.Request);
        await Get<ClickEndpoint>().RunAsync(http);
        return new Landing(http.Response.StatusCode, http.Response.Headers.Location, http.Response.Headers.SetCookie);
    }

    public async Task<IReadOnlyList<ClickRow>> ClicksAsync() =>
        await Database.ReadAsync(async c =>
            (
                await c.QueryAsync<ClickRow>(
                    "SELECT id AS Id, session_id AS SessionId, touch AS Touch, duplicate_of AS DuplicateOf, affiliate_id AS AffiliateId, offer_id AS OfferId, "
                        + "bot AS Bot, s1 AS S1, s2 AS S2, s3 AS S3, udid AS Udid FROM clicks ORDER BY id"
                )
            ).AsList()
        );

    public async Task<IReadOnlyList<StoredRow>> ConversionsAsync() =>
        await Database.ReadAsync(async c =>
            (
                await c.QueryAsync<StoredRow>(
                    "SELECT id AS Id, at AS At, event_id AS EventId, campaign_id AS CampaignId, creative_id AS CreativeId, transaction_id AS TransactionId, disposition AS Disposition, "
                        + "reason AS Reason, sender AS Sender, test AS Test, s1 AS S1, sent_received AS SentReceived, sent_currency AS SentCurrency, currency AS Currency, "
                        + "received + COALESCE((SELECT SUM(amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND side = 'received'), 0) AS Received, "
                        + "paid + COALESCE((SELECT SUM(amount) FROM conversion_ledger l WHERE l.conversion_id = c.id AND side = 'paid'), 0) AS Paid "
                        + "FROM conversions c ORDER BY id"
                )
            ).AsList()
        );

    public async Task<StoredRow> OnlyConversionAsync() => Assert.Single(await ConversionsAsync());

    public async Task<IReadOnlyList<PixelLogRow>> LogAsync() =>
        [.. (await Get<ListPixelLog>().RunAsync(Actor.System, new PixelLogFilter(), new PageRequest(1000))).Value.Items.Reverse()];

    public async Task<PixelLogRow> LastLogAsync() => (await LogAsync())[^1];

    /// <summary>Another node over the same database, with a picture of the configuration of its own. Dispose it before this one.</summary>
    public Tracker OpenNode()
    {
        var second = TestDatabase.Open(Network.Test.Options, TimeProvider.System);
        return new Tracker(Network, services => services.AddSingleton(second).AddSingleton(new Storage.Settings.ConfigurationVersion()))
        {
            _node = second,
            Advertiser = Advertiser,
            Offer = Offer,
            Affiliate = Affiliate,
            Campaign = Campaign,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_node is null)
            await Network.DisposeAsync();
        else
            await _node.DisposeAsync();
    }
}

internal sealed record Answer(int Status, string? ContentType, string Body, IHeaderDictionary Headers)
{
    public string Message => Body.Contains("<msg>", StringComparison.Ordinal) ? Body.Split("<msg>")[1].Split("</msg>")[0] : Body;

    public int Code => int.Parse(Body.Split("<code>")[1].Split("</code>")[0], System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Where a click was led.</summary>
internal sealed record Landing(int Status, string? Location, string? SetCookie)
{
    public string? Cookie => SetCookie?.Split(';')[0];

    public string Token(string name) =>
        Location!.Split('?')[1].Split('&').Single(p => p.StartsWith(name + "=", StringComparison.Ordinal)).Split('=')[1];
}

internal sealed record ClickRow
{
    public long Id { get; init; }

    public long SessionId { get; init; }

    public long Touch { get; init; }

    public long? DuplicateOf { get; init; }

    public long AffiliateId { get; init; }

    public long OfferId { get; init; }

    public bool Bot { get; init; }

    public string? S1 { get; init; }

    public string? S2 { get; init; }

    public string? S3 { get; init; }

    public string? Udid { get; init; }
}

internal sealed record StoredRow
{
    public long Id { get; init; }

    public Instant At { get; init; }

    public long EventId { get; init; }

    public long CampaignId { get; init; }

    public long CreativeId { get; init; }

    public string? TransactionId { get; init; }

    public string Disposition { get; init; } = "";

    public string? Reason { get; init; }

    public string Sender { get; init; } = "";

    public bool Test { get; init; }

    public string? S1 { get; init; }

    public long? SentReceived { get; init; }

    public string? SentCurrency { get; init; }

    public string Currency { get; init; } = "";

    public decimal Received { get; init; }

    public decimal Paid { get; init; }

    /// <summary>Current received and paid as a person reads them.</summary>
    public string Money => $"{Units(Received)}/{Units(Paid)} {Disposition}{(Reason is null ? "" : " " + Reason)}";

    private static string Units(decimal millionths) =>
        (millionths / 1_000_000m).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
