using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Watch;

/// <summary>Tells people of calls that go wrong.</summary>
internal static class WatchFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SetWatchSettings>();
        services.AddHostedService<CallWatchWorker>();
    }

    public static void Map(IEndpointRouteBuilder api) => SetWatchSettings.Map(api);
}
