using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ringpost.CallTracking.TestCalls;

/// <summary>What the folder adds: the list of test numbers and how test calls are treated.</summary>
internal static class TestCallsFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AddTestNumber>();
        services.AddSingleton<ChangeTestNumber>();
        services.AddSingleton<RemoveTestNumber>();
        services.AddSingleton<ListTestNumbers>();
        services.AddSingleton<GetTestCallSettings>();
        services.AddSingleton<SetTestCallSettings>();
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        AddTestNumber.Map(api);
        ChangeTestNumber.Map(api);
        RemoveTestNumber.Map(api);
        ListTestNumbers.Map(api);
        GetTestCallSettings.Map(api);
        SetTestCallSettings.Map(api);
    }
}
