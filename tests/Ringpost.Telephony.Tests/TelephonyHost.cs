using System.Net;
using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Payouts;
using Ringpost.CallTracking.Routes;
using Ringpost.CallTracking.Targets;
using Ringpost.Delivery;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Twilio;
using Ringpost.Testing;

namespace Ringpost.Telephony.Tests;

/// <summary>
/// A server with the carrier's pages on loopback behind the public address <c>https://calls.example.com</c>, one campaign with a number and
/// two targets, and a carrier that signs.
/// </summary>
internal sealed class TelephonyHost : IAsyncDisposable
{
    public const string Token = "12345";
    public const string Number = "+18005550199";
    private const string Public = "https://calls.example.com";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly HttpClient _http = new();

    private TelephonyHost(WebApplication app, string folder, Carrier carrier) => (_app, _folder, Carrier) = (app, folder, carrier);

    public Carrier Carrier { get; }

    public string Folder => _folder;

    public IServiceProvider Services => _app.Services;

    public Database Database => _app.Services.GetRequiredService<Database>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<TelephonyHost> OpenAsync(Dialect dialect, string kind = "twilio")
    {
        var folder = Directory.CreateTempSubdirectory("ringpost-telephony-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Data"] = folder,
                ["urls"] = "http://127.0.0.1:0",
                ["MasterKey"] = new string('k', 40),
                // The carrier that hands out recordings stands on this machine.
                ["Delivery:AllowPrivateAddresses"] = "true",
                ["Recordings:CopyRetryAfter"] = "00:00:00.050",
                ["Database"] = dialect == Dialect.Postgres ? await PrivatePostgres.CreateDatabaseAsync() : "",
            }
        );
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PublicUrls(new Uri(Public), new Uri(Public)));
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddApi();
        builder.Services.AddDelivery();
        builder.Services.AddCallTracking();
        builder.Services.AddTelephony();
        var app = builder.Build();
        app.MapTelephonyWebhooks();
        app.MapRecordings();
        app.Services.GetRequiredService<Migrator>().Run();
        var carrier = (await app.Services.GetRequiredService<CreateCarrier>().RunAsync(Actor.System, new("Main", kind, Token))).Value;
        await SetUpAsync(app.Services);
        await app.StartAsync();
        return new TelephonyHost(app, folder, carrier);
    }

    private static async Task SetUpAsync(IServiceProvider services)
    {
        var campaign = (await services.GetRequiredService<CreateCallCampaign>().RunAsync(Actor.System, new("Roofing"))).Value;
        // One caller calls all the time.
        await services.GetRequiredService<ChangeCampaignGuards>().RunAsync(Actor.System, campaign.Id, new(Spam: new(0)));
        await services
            .GetRequiredService<ChangeCallCampaign>()
            .RunAsync(Actor.System, campaign.Id, new(RecordCalls: true, RecordingNotice: new("none")));
        var buyer = (await services.GetRequiredService<CreateBuyer>().RunAsync(Actor.System, new("Buyer"))).Value;
        foreach (var (number, priority) in new[] { ("+12025550111", 1), ("+12025550112", 2) })
        {
            var target = (
                await services.GetRequiredService<CreateTarget>().RunAsync(Actor.System, new(number, buyer.Id, new("number", number), 20))
            ).Value;
            await services
                .GetRequiredService<CreateRoute>()
                .RunAsync(Actor.System, campaign.Id, new(target.Id, new("callLength", 60, "connected", 25), priority));
        }

        await services
            .GetRequiredService<CreatePayoutRule>()
            .RunAsync(Actor.System, campaign.Id, new(null, "callLength", 60, "connected", 10));
        await services.GetRequiredService<CreateNumber>().RunAsync(Actor.System, new(Number, campaign.Id));
    }

    /// <summary>Posts a form to a page of the carrier, or to a URL that we gave it, signed as the carrier signs.</summary>
    public Task<HttpResponseMessage> PostAsync(string page, string? token, params (string Key, string Value)[] fields)
    {
        var url = page.StartsWith("https:", StringComparison.Ordinal) ? page : CarrierUrl(page);
        var pairs = fields.Select(f => KeyValuePair.Create(f.Key, f.Value)).ToList();
        var request = new HttpRequestMessage(HttpMethod.Post, Local(url)) { Content = new FormUrlEncodedContent(pairs) };
        if (token is not null)
            request.Headers.Add("X-Twilio-Signature", TwilioSignature.Compute(token, url, pairs));
        return _http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> GetAsync(string pageAndQuery)
    {
        var url = CarrierUrl(pageAndQuery);
        using var request = new HttpRequestMessage(HttpMethod.Get, Local(url));
        request.Headers.Add("X-Twilio-Signature", TwilioSignature.Compute(Token, url, []));
        return await _http.SendAsync(request);
    }

    /// <summary>Opens a link that we gave away, as whoever has it.</summary>
    public Task<HttpResponseMessage> OpenAsync(string url, string? range = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Local(url));
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);
        return _http.SendAsync(request);
    }

    public async Task<XElement> AskAsync(string page, params (string Key, string Value)[] fields)
    {
        using var answer = await PostAsync(page, Token, fields);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{page} answered {answer.StatusCode}.");
        return XElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    public Task<XElement> CallAsync(string sid, string to = Number) =>
        AskAsync("voice", ("CallSid", sid), ("From", "+16615550106"), ("To", to), ("CallStatus", "ringing"), ("Direction", "inbound"));

    public Task<CallRow> FindAsync(string sid) =>
        Database.ReadAsync(c =>
            c.QuerySingleAsync<CallRow>(
                "SELECT state AS State, test AS Test, connected AS Connected, converted AS Converted, paid AS Paid, revenue AS Revenue, payout AS Payout, "
                    + "call_seconds AS CallSeconds, connected_seconds AS ConnectedSeconds, ended_by AS EndedBy, recording_url AS RecordingUrl "
                    + "FROM calls WHERE carrier_call_id = @sid",
                new { sid }
            )
        );

    public Task<long> CountCallsAsync() => Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM calls"));

    private string CarrierUrl(string page) => Carrier.VoiceUrl[..^"voice".Length] + page;

    private string Local(string url) =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + url[Public.Length..];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    internal sealed record CallRow(
        string State,
        bool Test,
        bool Connected,
        bool Converted,
        bool Paid,
        long Revenue,
        long Payout,
        long? CallSeconds,
        long? ConnectedSeconds,
        string? EndedBy,
        string? RecordingUrl
    );
}
