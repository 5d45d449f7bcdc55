using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Guards;

/// <summary>What stands before routing: duplicates, repeats, STIR/SHAKEN, the check.</summary>
internal static class GuardsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<GetCampaignGuards>();
        services.AddSingleton<ChangeCampaignGuards>();
        services.AddSingleton<GetAttestationSetting>();
        services.AddSingleton<SetAttestationSetting>();
        services.AddSingleton<AskCheck>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        GetCampaignGuards.Map(api);
        ChangeCampaignGuards.Map(api);
        GetAttestationSetting.Map(api);
        SetAttestationSetting.Map(api);
    }
}
