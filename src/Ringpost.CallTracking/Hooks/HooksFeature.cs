using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Hooks;

/// <summary>Conversion webhooks: their settings, their log, and taking what buyers say.</summary>
internal static class HooksFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CreateHook>();
        services.AddSingleton<DuplicateHook>();
        services.AddSingleton<ChangeHook>();
        services.AddSingleton<ArchiveHook>();
        services.AddSingleton<RestoreHook>();
        services.AddSingleton<GetHook>();
        services.AddSingleton<ListHooks>();
        services.AddSingleton<ListHookHits>();
        services.AddSingleton<AcceptConversion>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        CreateHook.Map(api);
        DuplicateHook.Map(api);
        ChangeHook.Map(api);
        ArchiveHook.Map(api);
        RestoreHook.Map(api);
        GetHook.Map(api);
        ListHooks.Map(api);
        ListHookHits.Map(api);
    }
}
