using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Delivery.Alerts;
using Ringpost.Delivery.Credentials;
using Ringpost.Delivery.GuardedHttp;
using Ringpost.Delivery.Hosts;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.OwnOrigin;
using Ringpost.Delivery.Search;
using Ringpost.Delivery.Sending;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Erasure;
using Ringpost.Storage.Migrations;

namespace Ringpost.Delivery;

/// <summary>What the module adds and maps, in order.</summary>
public static class DeliveryModule
{
    public static readonly SchemaModule Schema = new("delivery", 10, typeof(DeliveryModule).Assembly);

    /// <param name="services">The host's services.</param>
    /// <param name="worker">Whether this node sends; a node that only answers requests leaves it to others (architecture 4.4).</param>
    public static IServiceCollection AddDelivery(this IServiceCollection services, bool worker = true)
    {
        services.AddSingleton(Schema);
        services
            .AddOptions<DeliveryOptions>()
            .BindConfiguration("Delivery")
            .ValidateDataAnnotations()
            .Validate(
                o => o.TryReadWaits(out _),
                "Delivery:RetryAfter is a list of up to 50 spans between commas, as 00:00:05, 00:05:00, none over 7 days."
            )
            .ValidateOnStart();

        services.AddSingleton<Outbox.Outbox>();
        services.AddSingleton<WorkerSignature>();
        services.AddSingleton<OwnEndpoints>();

        services.AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton<GuardedClient>();
        CredentialsFeature.Add(services);
        AlertsFeature.Add(services, worker);
        HostsFeature.Add(services);
        services.AddSingleton<ClientTokens>();
        services.AddSingleton<SignedClient>();
        services.AddSingleton(s => new AskUrl(s.GetRequiredService<GuardedClient>()));
        services.AddSingleton(s => new GuardedDownload(
            s.GetRequiredService<ResolveHost>(),
            s.GetRequiredService<IOptions<DeliveryOptions>>().Value.AllowPrivateAddresses
        ));
        services.AddSingleton(s => new BatchLane<AttemptResult, bool>(
            s.GetRequiredService<Database>(),
            new AttemptWriter(),
            s.GetRequiredService<IOptions<StorageOptions>>().Value,
            s.GetRequiredService<TimeProvider>()
        ));

        services.AddSingleton(new ErasableTexts("deliveries", "id", "transaction_id", "url", "headers", "body", "note"));
        services.AddSingleton(new ErasableTexts("delivery_attempts", ["delivery_id", "number"], "answer"));
        services.AddSingleton(new ErasableTexts("endpoint_health", "subject", "note"));
        services.AddSingleton(new ErasableTexts("delivery_alerts", "id", "note"));

        services.AddSingleton<Outbox.CheckOutbox>();
        services.AddSingleton<ListDeliveries>();
        services.AddSingleton<GetDelivery>();
        services.AddSingleton<SearchDeliveries>();
        services.AddSingleton<DeliveriesOf>();
        services.AddSingleton(s => new LastDeliveriesOf(s.GetRequiredService<Database>(), s.GetRequiredService<OwnEndpoints>()));
        services.AddSingleton<ReplayDelivery>();
        services.AddSingleton<PreviewReplay>();
        services.AddSingleton<ReplayMatching>();
        if (worker)
            services.AddHostedService<DeliveryWorker>();
        return services;
    }

    public static void MapDelivery(this IEndpointRouteBuilder api)
    {
        CredentialsFeature.Map(api);
        AlertsFeature.Map(api);
        HostsFeature.Map(api);
        ListDeliveries.Map(api);
        GetDelivery.Map(api);
        ReplayDelivery.Map(api);
        PreviewReplay.Map(api);
        ReplayMatching.Map(api);
    }
}
