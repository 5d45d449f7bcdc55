using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Delivery.Hosts;

/// <summary>What is known of receivers: limits, pace, breaker.</summary>
internal static class HostsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(s => new Snapshot<HostLimitBook>(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<ConfigurationVersion>(),
            HostLimitBook.LoadAsync
        ));
        services.AddSingleton<HostWatch>();
        services.AddSingleton<ListHosts>();
        services.AddSingleton<SetHostLimit>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ListHosts.Map(api);
        SetHostLimit.Map(api);
    }
}
