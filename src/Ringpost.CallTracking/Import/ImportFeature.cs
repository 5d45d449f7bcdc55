using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Import;

/// <summary>Bringing an account over from another call tracker.</summary>
internal static class ImportFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ImportRingba>();
        services.AddSingleton<ImportRingbaFiles>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        ImportRingba.Map(api);
        ImportRingbaFiles.Map(api);
    }
}
