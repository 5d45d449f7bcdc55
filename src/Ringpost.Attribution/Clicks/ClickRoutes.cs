using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ringpost.Attribution.Creatives;
using Ringpost.Storage;
using Ringpost.Storage.Batches;

namespace Ringpost.Attribution.Clicks;

/// <summary>What clicks and creatives add and map.</summary>
public static class ClickRoutes
{
    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<CreateCreative>();
        services.AddSingleton<UpdateCreative>();
        services.AddSingleton<GetCreative>();
        services.AddSingleton<ListCreatives>();
        services.AddSingleton<ListUniqueLinks>();
        services.AddSingleton<GetOfferClicks>();
        services.AddSingleton<SetOfferClicks>();
        services.AddSingleton<GetCampaignRedirect>();
        services.AddSingleton<SetCampaignRedirect>();
        services.AddSingleton<GetGlobalRedirect>();
        services.AddSingleton<SetGlobalRedirect>();
        services.AddOptions<ClickOptions>().BindConfiguration("Clicks").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ListClicks>();
        services.AddSingleton<ClickRetention>();
        services.AddHostedService(s => s.GetRequiredService<ClickRetention>());
        services.AddSingleton<SessionCookie>();
        services.AddSingleton(s => new BatchLane<ClickDraft, WrittenClick>(
            s.GetRequiredService<Database>(),
            new ClickWriter(),
            s.GetRequiredService<IOptions<StorageOptions>>().Value,
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<ClickEndpoint>();
        services.AddSingleton<ClickLookup>();
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        CreateCreative.Map(api);
        UpdateCreative.Map(api);
        GetCreative.Map(api);
        ListCreatives.Map(api);
        ListUniqueLinks.Map(api);
        GetOfferClicks.Map(api);
        SetOfferClicks.Map(api);
        GetCampaignRedirect.Map(api);
        SetCampaignRedirect.Map(api);
        GetGlobalRedirect.Map(api);
        SetGlobalRedirect.Map(api);
        ListClicks.Map(api);
    }

    /// <summary>Takes clicks out of the pipeline before anything that is for people: <c>/</c> with both <c>a</c> and <c>c</c>, on any host.</summary>
    public static void UseClicks(this IApplicationBuilder app)
    {
        var endpoint = app.ApplicationServices.GetRequiredService<ClickEndpoint>();
        app.Use((http, next) => ClickEndpoint.IsClick(http.Request) ? endpoint.RunAsync(http) : next(http));
    }
}
