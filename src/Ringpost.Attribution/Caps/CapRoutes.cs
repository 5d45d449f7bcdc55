using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.Attribution.Caps;

/// <summary>What the feature adds and maps.</summary>
internal static class CapRoutes
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CreateCap>();
        services.AddSingleton<UpdateCap>();
        services.AddSingleton<DeleteCap>();
        services.AddSingleton<RecountCap>();
        services.AddSingleton<GetCap>();
        services.AddSingleton<ListCaps>();
        services.AddSingleton<SetCapSettings>();
        services.AddSingleton<SetOfferCapBehavior>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        CreateCap.Map(api);
        UpdateCap.Map(api);
        DeleteCap.Map(api);
        RecountCap.Map(api);
        GetCap.Map(api);
        ListCaps.Map(api);
        SetCapSettings.Map(api);
        SetOfferCapBehavior.Map(api);
    }
}
