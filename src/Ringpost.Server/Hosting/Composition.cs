using Ringpost.Access;
using Ringpost.Access.Users;
using Ringpost.Api;
using Ringpost.Attribution;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking;
using Ringpost.Console;
using Ringpost.Delivery;
using Ringpost.Primitives;
using Ringpost.Reconciliation;
using Ringpost.Reconciliation.Search;
using Ringpost.Reconciliation.SetUpGuide;
using Ringpost.Storage;
using Ringpost.Telephony;
using Ringpost.Telephony.Carriers;

namespace Ringpost.Server.Hosting;

/// <summary>The modules of the product, in order. Nothing is found by scanning.</summary>
internal static class Composition
{
    public static void AddModules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(configuration);
        services.AddApi();
        services.AddAccess(configuration);
        services.AddDelivery();
        services.AddCallTracking();
        services.AddTelephony();
        services.AddAttribution();
        services.AddReconciliation();
        services.AddSingleton(s => new SetUpCarriers((actor, cancellation) => CarriersAsync(s, actor, cancellation)));
        // What finds everything may not look at Access.
        services.AddSingleton(s => new SearchPeople(
            (actor, term, most, cancellation) => s.GetRequiredService<SearchUsers>().RunAsync(actor, term, most, cancellation)
        ));
        services.AddConsole();
    }

    /// <summary>The guide's project may not look at Telephony.</summary>
    private static async Task<IReadOnlyList<SetUpCarrier>?> CarriersAsync(
        IServiceProvider services,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var listed = await services.GetRequiredService<ListCarriers>().RunAsync(actor, cancellation);
        return listed.IsOk
            ?
            [
                .. listed.Value.Items.Select(c => new SetUpCarrier(
                    $"{c.Id}",
                    c.Name,
                    c.Kind == CarrierKind.Simulator,
                    c.VoiceUrl,
                    c.StatusUrl
                )),
            ]
            : null;
    }

    public static void MapModules(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi();
        api.MapHistory();
        api.MapAccess();
        api.MapDelivery();
        api.MapCallTracking();
        api.MapTelephony();
        api.MapAttribution();
        api.MapReconciliation();
        routes.MapTelephonyWebhooks();
        routes.MapRecordings();
        routes.MapPostbacks();
        routes.MapEnrichment();
        routes.MapConversionHooks();
        routes.MapConsole();
    }

    /// <summary>For commands that work on the database without serving. What they log goes to standard error.</summary>
    public static ServiceProvider WithoutHost(IReadOnlyDictionary<string, string?> flags)
    {
        var configuration = HostSettings.Read(flags);
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning).AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddSingleton(HostSettings.FindUrls(configuration).Urls);
        services.AddModules(configuration);
        return services.BuildServiceProvider();
    }
}
