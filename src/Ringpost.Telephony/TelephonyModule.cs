using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage;
using Ringpost.Storage.Migrations;
using Ringpost.Storage.Secrets;
using Ringpost.Storage.Settings;
using Ringpost.Telephony.Carriers;
using Ringpost.Telephony.Numbers;
using Ringpost.Telephony.Recordings;
using Ringpost.Telephony.Records;
using Ringpost.Telephony.Rest;
using Ringpost.Telephony.Twilio;

namespace Ringpost.Telephony;

/// <summary>What the module adds and maps, in order.</summary>
public static class TelephonyModule
{
    public static readonly SchemaModule Schema = new("telephony", 25, typeof(TelephonyModule).Assembly);

    public static IServiceCollection AddTelephony(this IServiceCollection services)
    {
        services.AddSingleton(Schema);
        services.AddSingleton(s => new Snapshot<CarrierDirectory>(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<ConfigurationVersion>(),
            connection => CarrierDirectory.LoadAsync(connection, s.GetRequiredService<SecretBox>())
        ));

        services.AddSingleton<CreateCarrier>();
        services.AddSingleton<ChangeCarrier>();
        services.AddSingleton<RotateCarrierToken>();
        services.AddSingleton<DeleteCarrier>();
        services.AddSingleton<GetCarrier>();
        services.AddSingleton<ListCarriers>();

        services.AddOptions<TelephonyOptions>().BindConfiguration("Telephony");
        services.AddSingleton<CarrierRest>();
        services.AddSingleton(s => new CarrierAccounts(
            s.GetRequiredService<Snapshot<CarrierDirectory>>(),
            s.GetRequiredService<CarrierRest>()
        ));
        services.AddSingleton<ChangeCarrierApi>();
        services.AddSingleton<CheckCarrierApi>();

        services.AddSingleton<ListCarrierNumbers>();
        services.AddSingleton<ImportCarrierNumbers>();
        services.AddSingleton<SearchCarrierNumbers>();
        services.AddSingleton<BuyCarrierNumbers>();
        services.AddSingleton<ReleaseCarrierNumber>();
        services.AddSingleton<SetNumbersRight>();

        services.AddSingleton<FetchCallRecord>();
        services.AddSingleton<EndLiveCall>();
        services.AddSingleton<RecordKeeper>();
        services.AddSingleton<SyncCarrier>();
        services.AddHostedService<CarrierSyncWorker>();

        services.AddSingleton<GetFallbackTwiml>();
        services.AddSingleton<CarrierMedia>();
        services.AddSingleton<RecordingStores>();
        services.AddSingleton(s => new CheckRecordingStore(
            s.GetRequiredService<RecordingStores>(),
            s.GetRequiredService<Snapshot<CallConfiguration>>()
        ));
        services.AddHostedService<RecordingCopyWorker>();
        services.AddHostedService<RecordingPurgeWorker>();
        services.AddHostedService<RecordingEraseWorker>();

        services.AddSingleton<TwilioDoor>();
        services.AddSingleton<TwilioWebhooks>();
        return services;
    }

    /// <summary>The routes of our own API.</summary>
    public static void MapTelephony(this IEndpointRouteBuilder api)
    {
        CreateCarrier.Map(api);
        ChangeCarrier.Map(api);
        RotateCarrierToken.Map(api);
        DeleteCarrier.Map(api);
        GetCarrier.Map(api);
        ListCarriers.Map(api);
        ChangeCarrierApi.Map(api);
        CheckCarrierApi.Map(api);

        ListCarrierNumbers.Map(api);
        ImportCarrierNumbers.Map(api);
        SearchCarrierNumbers.Map(api);
        BuyCarrierNumbers.Map(api);
        ReleaseCarrierNumber.Map(api);
        SetNumbersRight.Map(api);

        GetFallbackTwiml.Map(api);

        FetchCallRecord.Map(api);
        EndLiveCall.Map(api);
        SyncCarrier.Map(api);

        CheckRecordingStore.Map(api);
    }

    /// <summary>The open paths that carriers call; each request must be signed.</summary>
    public static void MapTelephonyWebhooks(this IEndpointRouteBuilder routes) => TwilioWebhooks.Map(routes);

    /// <summary>The open path of copied recordings; each link is signed and expires.</summary>
    public static void MapRecordings(this IEndpointRouteBuilder routes) => RecordingEndpoint.Map(routes);
}
