using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Caps;

/// <summary>What the folder adds. Caps are set with their owner; here they are looked at and set back.</summary>
internal static class CapsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<GetCallCaps>();
        services.AddSingleton<ListCallCaps>();
        services.AddSingleton<ResetCallCap>();
        services.AddSingleton<CheckCallSlots>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        GetCallCaps.Map(api);
        ListCallCaps.Map(api);
        ResetCallCap.Map(api);
    }

    /// <summary>The word for it in the change log.</summary>
    public static string NameOf(CapOwnerKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    public static string PathOf(CapOwnerKind kind) => NameOf(kind) + "s";
}
