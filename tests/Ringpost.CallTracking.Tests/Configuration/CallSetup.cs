using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Api;
using Ringpost.Api.Bulk;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Targets;
using Ringpost.Delivery;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.Hosts;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Testing;

namespace Ringpost.CallTracking.Tests.Configuration;

/// <summary>A database with the call side's operations on it, made as the host makes them.</summary>
internal sealed class CallSetup : IAsyncDisposable
{
    public static readonly Actor Admin = Actor.System;

    public static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    private readonly ServiceProvider _services;

    private CallSetup(TestDatabase test, TimeProvider time)
    {
        Test = test;
        var services = new ServiceCollection();
        services.AddSingleton(test.Database).AddSingleton(test.Configuration).AddSingleton(time).AddSingleton<Identifiers>();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        // No settings: each option has its default.
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(new SecretBox(Options.Create(new StorageOptions { MasterKey = "01234567890123456789012345678901" })));
        services.AddSingleton<DeliveriesOf>().AddSingleton<Wake>().AddSingleton<Outbox>();
        services.AddSingleton(new PublicUrls(new Uri("https://calls.example.com"), new Uri("https://calls.example.com")));
        CredentialsFeature.Add(services);
        services.AddOptions<DeliveryOptions>();
        services.AddSingleton<BulkRun>();
        services.AddSingleton<ListHosts>();
        services.AddCallTracking();
        _services = services.BuildServiceProvider();
    }

    public TestDatabase Test { get; }

    public Database Database => Test.Database;

    public IServiceProvider Services => _services;

    public T The<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<CallConfiguration> SnapshotAsync() => await The<Snapshot<CallConfiguration>>().GetAsync();

    public static async Task<CallSetup> OpenAsync(Dialect dialect, TimeProvider? time = null) =>
        new(
            await TestDatabase.OpenAsync(dialect, time ?? TimeProvider.System, DeliveryModule.Schema, CallTrackingModule.Schema),
            time ?? TimeProvider.System
        );

    public async Task<CallCampaign> CampaignAsync(string name = "Auto insurance", string country = "US") =>
        (await The<CreateCallCampaign>().RunAsync(Admin, new(name, country))).Value;

    public async Task<Publisher> PublisherAsync(string name = "Call House", string subId = "") =>
        (await The<CreatePublisher>().RunAsync(Admin, new(name, subId))).Value;

    public async Task<Target> TargetAsync(string name = "Line 1", BuyerId? buyer = null, string number = "+12025550190") =>
        (await The<CreateTarget>().RunAsync(Admin, new(name, buyer, new DestinationRequest("number", number)))).Value;

    public async Task<TrackingNumber> NumberAsync(CallCampaignId campaign, PublisherId? publisher = null, string number = "+12025550181") =>
        (await The<CreateNumber>().RunAsync(Admin, new(number, campaign, publisher))).Value;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Test.DisposeAsync();
    }
}
