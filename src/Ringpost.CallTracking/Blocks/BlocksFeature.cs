using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.Blocks;

/// <summary>The list of blocked numbers.</summary>
internal static class BlocksFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<BlockNumber>();
        services.AddSingleton<BlockCaller>();
        services.AddSingleton<UnblockNumber>();
        services.AddSingleton<GetBlockedNumber>();
        services.AddSingleton<ListBlockedNumbers>();
        services.AddSingleton<ExportBlockedNumbers>();
        services.AddSingleton<ImportBlockedNumbers>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        BlockNumber.Map(api);
        BlockCaller.Map(api);
        UnblockNumber.Map(api);
        GetBlockedNumber.Map(api);
        ListBlockedNumbers.Map(api);
        ExportBlockedNumbers.Map(api);
        ImportBlockedNumbers.Map(api);
    }
}
